// SPDX-License-Identifier: Apache-2.0
// What the linter insists on.
import imports, { createNodeResolver } from 'eslint-plugin-import-x';
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

export default tseslint.config(
    { ignores: ['dist', 'screenshots', 'node_modules', 'src/api/schema.d.ts'] },
    ...tseslint.configs.strict,
    ...tseslint.configs.stylistic,
    {
        files: ['**/*.{ts,tsx}'],
        plugins: { 'import-x': imports, 'react-hooks': hooks },
        settings: {
            'import-x/extensions': ['.ts', '.tsx'],
            'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
            'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'] })],
        },
        rules: {
            ...hooks.configs.recommended.rules,
            '@typescript-eslint/consistent-type-imports': 'error',
            '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
            'import-x/no-cycle': ['error', { ignoreExternal: true }],
            eqeqeq: 'error',
            'no-console': 'error',
            // Values of people stay in memory; what may be kept in the browser is listed in one file.
            'no-restricted-globals': ['error', 'localStorage', 'sessionStorage', 'alert', 'confirm', 'prompt'],
        },
    },
    // What pages share knows no page; a page is reached by its route.ts.
    { files: ['src/parts/**', 'src/api/**'], rules: { 'no-restricted-imports': ['error', { patterns: ['**/pages/**'] }] } },
    {
        files: ['src/parts/preferences.ts', 'e2e/**', 'src/**/*.test.ts', 'src/**/*.test.tsx'],
        rules: { 'no-restricted-globals': 'off' },
    },
);
