"""Frozen values that flow through spacetui; standard library only, no I/O.

SpaceRef -> App -> Endpoint -> Parameter -> Call -> Event … -> RunState -> Recording -> Script -> snippet
"""
