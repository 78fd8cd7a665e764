import js from "@eslint/js";
import globals from "globals";

export default [
  {
    ignores: [
      ...["**/node_modules/", ".venv/", "build/", "dist/"],
      ...["geo/webmap/assets/page.js", "geo/webmap/assets/leaflet/"],
    ],
  },
  js.configs.recommended,
  {
    languageOptions: { globals: globals.browser },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "array-callback-return": "error",
      "complexity": ["error", 12],
      "consistent-return": "error",
      "curly": ["error", "multi-line"],
      "eqeqeq": "error",
      "max-depth": ["error", 3],
      "max-len": ["error", 100],
      "max-lines": ["error", 350],
      "max-lines-per-function": ["error", 60],
      "no-alert": "error",
      "no-console": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-param-reassign": "error",
      "no-restricted-properties": [
        "error",
        ...["innerHTML", "outerHTML", "insertAdjacentHTML"].map((property) => ({
          property,
          message: "No string may become markup in this page.",
        })),
      ],
      "no-shadow": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "prefer-template": "error",
      "require-await": "error",
    },
  },
  { files: ["geo/webmap/assets/js/**"], languageOptions: { globals: { L: "readonly" } } },
  { files: ["tests/js/**"], languageOptions: { globals: globals.node } },
  { files: ["geo/webmap/assets/trust.js"], languageOptions: { sourceType: "script" } },
];
