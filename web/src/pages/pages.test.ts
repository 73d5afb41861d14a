// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { places, routes } from './pages';

const files = Object.keys(import.meta.glob('./*/*.ts*'));
const folders = [...new Set(files.map((file) => file.split('/')[1] ?? ''))];

describe('the pages', () => {
    it.each(folders.filter((folder) => folder !== 'sign_in' && folder !== 'join'))('%s says where it stands', (folder) => {
        expect(files).toContain(`./${folder}/route.ts`);
    });
    it('stand at different addresses, and in the rail at different places', () => {
        const paths = routes.map(({ path, of_sync }) => (of_sync === true ? `syncs/:sync/${path}` : path));
        expect(new Set(paths).size).toBe(paths.length);
        const at = routes.flatMap(({ place }) => (place === undefined ? [] : [place.at]));
        expect(new Set(at).size).toBe(at.length);
        expect(places[0]?.word).toBe('frame.home');
        expect(routes.filter(({ chooses_sync }) => chooses_sync === true)).toHaveLength(1);
    });
    it.each(routes.map((route) => [route.path, route] as const))(
        '“%s” can be fetched',
        async (_path, route) => {
            expect(typeof (await route.open()).default).toBe('function');
        },
        20_000,
    );
});
