"""What the sources share whose pages arrive by a signed webhook (docs/webhooks.md)."""
