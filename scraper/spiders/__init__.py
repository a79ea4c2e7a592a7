"""The Scrapy spider and what it does with one source: discover, fetch, read, await the sink."""
