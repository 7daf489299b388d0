"""Files of schools, staff and figures into the register: mapped, previewed, applied whole or not at all."""
