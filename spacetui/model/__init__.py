"""Frozen values that flow through spacetui. Standard library only, no I/O.

SpaceRef -> App -> Endpoint -> Parameter -> Call -> Event … -> RunState -> Recording -> Script
"""
