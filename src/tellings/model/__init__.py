"""The types of the whole chain: frozen, slotted, checked at birth, without behaviour."""
