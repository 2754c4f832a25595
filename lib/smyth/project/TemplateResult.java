package smyth.project;

import smyth.tree.Node;

/// What comes of a template: settings that hold both what it says and what a smyth.toml says over it.
record TemplateResult(Node.Table settings, Deployment deployment) {}
