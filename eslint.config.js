import globals from "globals";

// What a reviewer would say about a script, said by a machine.
const rules = {
  "array-callback-return": "error",
  "complexity": ["error", 8],
  "curly": ["error", "multi-or-nest"],
  "default-case-last": "error",
  "eqeqeq": "error",
  "max-depth": ["error", 3],
  "max-lines": ["error", 500],
  "max-lines-per-function": ["error", 60],
  "no-alert": "error",
  "no-await-in-loop": "off", // order matters where we wait
  "no-cond-assign": "error",
  "no-console": "error",
  "no-const-assign": "error",
  "no-debugger": "error",
  "no-dupe-keys": "error",
  "no-else-return": "error",
  "no-empty": "error",
  "no-eval": "error",
  "no-fallthrough": "error",
  "no-implied-eval": "error",
  "no-lonely-if": "error",
  "no-param-reassign": "error",
  "no-promise-executor-return": "error",
  "no-return-assign": ["error", "except-parens"],
  "no-self-compare": "error",
  "no-shadow": "error",
  "no-undef": "error",
  "no-unneeded-ternary": "error",
  "no-unreachable": "error",
  "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
  "no-use-before-define": ["error", { functions: false }],
  "no-useless-return": "error",
  "no-var": "error",
  "object-shorthand": "error",
  "prefer-const": "error",
  "prefer-template": "error",
  "require-await": "error",
  "no-restricted-properties": [
    "error",
    { property: "innerHTML", message: "Make elements, or let the server draw them: text of residents ends up here." },
    { property: "outerHTML", message: "Make elements, or let the server draw them: text of residents ends up here." },
  ],
};

export default [
  { ignores: ["**/node_modules/", "**/built/", ".venv/", "build/", "var/"] },
  { files: ["front/**/*.js"], languageOptions: { globals: globals.browser }, rules },
  { files: ["**/*.mjs", "*.config.js"], languageOptions: { globals: globals.node }, rules: { ...rules, "no-console": "off" } },
];
