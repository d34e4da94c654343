"""How somebody changes the address of their account: asked for, confirmed from the new one, told to the old one."""
