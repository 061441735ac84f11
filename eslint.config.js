import eslint from '@eslint/js';
import sonarjs from 'eslint-plugin-sonarjs';
import tseslint from 'typescript-eslint';

const pure = {
  files: ['src/kernel/**/*.ts', 'src/**/*.domain.ts', 'src/**/*.lifecycle.ts'],
  rules: {
    'no-restricted-globals': ['error', 'fetch', 'setTimeout', 'setInterval', 'process'],
    'no-restricted-properties': [
      'error',
      { object: 'Date', property: 'now', message: 'Time is an argument.' },
      { object: 'Math', property: 'random', message: 'Chance is an argument.' },
    ],
    'no-restricted-syntax': [
      'error',
      { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'Time is an argument.' },
      {
        selector: 'FunctionDeclaration[async=true], ArrowFunctionExpression[async=true]',
        message: 'Pure code is synchronous.',
      },
    ],
  },
};

const business = {
  files: ['src/modules/**/*.ts'],
  ignores: ['src/modules/**/*.domain.ts', 'src/modules/**/*.lifecycle.ts'],
  rules: {
    'no-restricted-properties': [
      'error',
      { object: 'Date', property: 'now', message: 'Business time comes from the Clock.' },
    ],
  },
};

export default tseslint.config(
  { ignores: ['dist', 'node_modules', '.souk', 'coverage', 'docs'] },
  eslint.configs.recommended,
  ...tseslint.configs.strict,
  {
    plugins: { sonarjs },
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly', fetch: 'readonly' } },
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 6],
      'sonarjs/cognitive-complexity': ['error', 15],
      'no-console': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/unified-signatures': 'off',
    },
  },
  pure,
  business,
  {
    files: ['test/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-console': 'off',
    },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: { globals: { module: 'writable', require: 'readonly', __dirname: 'readonly' } },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  { files: ['migrations/**'], rules: { 'max-lines-per-function': 'off' } },
  { files: ['scripts/**', 'src/main.ts', 'src/worker.ts', 'test/bench/**'], rules: { 'no-console': 'off' } },
);
