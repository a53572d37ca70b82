import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(
  { ignores: ['dist/', 'node_modules/', 'server/', '*.vsix'] },
  {
    files: ['src/**/*.ts', 'preview/**/*.ts', 'report/**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { project: ['./tsconfig.json', './preview/tsconfig.json', './report/tsconfig.json'], tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      // Numbers in sentences are meant.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `(): void => call()` is how listeners are written here.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
);
