// SPDX-License-Identifier: Apache-2.0
// What the linter insists on.
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

export default tseslint.config(
    { ignores: ['dist', 'screenshots', 'node_modules', 'src/api/schema.d.ts'] },
    ...tseslint.configs.strict,
    ...tseslint.configs.stylistic,
    {
        files: ['**/*.{ts,tsx}'],
        plugins: { 'react-hooks': hooks },
        rules: {
            ...hooks.configs.recommended.rules,
            '@typescript-eslint/consistent-type-imports': 'error',
            '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
            eqeqeq: 'error',
            'no-console': 'error',
            // Values of people stay in memory; what may be kept in the browser is listed in one file.
            'no-restricted-globals': ['error', 'localStorage', 'sessionStorage', 'alert', 'confirm', 'prompt'],
        },
    },
    { files: ['src/parts/preferences.ts', 'e2e/**', 'src/**/*.test.ts', 'src/**/*.test.tsx'], rules: { 'no-restricted-globals': 'off' } },
);
