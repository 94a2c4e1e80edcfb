"""Numbers of certificates: asked, issued, refused, redirected; by whom demanded; working days; charts, Excel, the year's table."""
