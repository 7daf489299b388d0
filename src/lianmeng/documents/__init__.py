"""Files with a type check and a digest; numbered official documents; a page that confirms them."""
