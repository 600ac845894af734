"""From the readable sources of the sample province to the files an office would really send."""
