"""The condition language: one tree, two evaluators; knows no table and no screen."""
