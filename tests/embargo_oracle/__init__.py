"""The embargo oracle: what is under embargo is nowhere before its moment, everywhere after it, nowhere once withdrawn.

`world` puts words and files under embargo, `routes` and `outlets` find every address and every row by which a site
tells something, `oracle` asks them as each visitor of `visitors` and reads the answers by `reading`. A route that is
added later is asked without a change here, or fails until `fills` says with what.
"""
