"""Paper: HTML becomes PDF, and grids of journals are drawn into its pages.

`document` renders HTML, `grid` lays out and draws a table of many small cells, `wrapping` breaks
text into lines, `fonts` has the letters, `tags` puts grids and QR codes into HTML. Nothing here
knows what is printed. What cannot be printed whole raises `PaperError`: nothing is shrunk, cut
or left out.
"""
