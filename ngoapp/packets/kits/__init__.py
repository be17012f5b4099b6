"""What goes into an envelope or a mail: kits of items, their editions, and how many copies lie on the shelf."""
