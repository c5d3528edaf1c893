"""How a telephone hotline keeps its list of cases, for those who bring one in."""

MAP = """
source = "hotline"
result = "Done."
[columns]
id = "No"
opened = "Opened"
closed = "Closed"
text = "Text"
lon = "Lon"
lat = "Lat"
[time]
zone = "Asia/Shanghai"
[matter]
columns = ["Matter"]
[state]
columns = ["State"]
values = { done = "filed", open = "established" }
"""
