"""The guide on a phone without a network: which addresses are kept there, in parts that weigh little.

The worker (static/ankles/js/offline/worker.js) keeps them. All of it is public and the same for everybody.
"""
