"""How the site's parts are: for load balancers, process managers and monitors."""
