"""Pages for whoever prepares a seat: is this computer ready, and does it trust this server?"""
