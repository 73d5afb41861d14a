// SPDX-License-Identifier: Apache-2.0
// An app from its OpenAPI document: looked at, chosen from, imported, found in the catalogue, replaced by a newer document, removed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api, inBrowser, onlyWithoutMock, signIn, url } from './house.mjs';

const shop = (paths) => ({
    openapi: '3.0.3',
    info: { title: 'Maple Shop', version: '1.4.0' },
    servers: [{ url: 'https://api.maple.example/v1' }],
    security: [{ key: [] }],
    components: {
        securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Shop-Key' }, old: { type: 'http', scheme: 'digest' } },
    },
    paths: {
        '/shop': { get: { operationId: 'getShop', summary: 'Read the shop', responses: {} } },
        '/orders/{orderId}': {
            delete: {
                operationId: 'deleteOrder',
                summary: 'Delete an order',
                parameters: [{ name: 'orderId', in: 'path', required: true, schema: { type: 'string' } }],
                responses: { 204: { description: 'gone' } },
            },
        },
        '/photos': {
            post: {
                operationId: 'addPhoto',
                requestBody: { required: true, content: { 'multipart/form-data': {} } },
                responses: {},
            },
        },
        ...paths,
    },
});
const file = (name, content) => ({ name, mimeType: 'application/json', buffer: Buffer.from(content) });
const picture = async (page, name) => {
    if (process.env.LOCKSTEP_PICTURES)
        await page.screenshot({ path: `${process.env.LOCKSTEP_PICTURES}/${name}.png`, fullPage: true });
};

for (const [language, width] of [
    ['en', 1440],
    ['fr', 390],
])
    test(`a document is imported (${language}, ${width})`, async (t) => {
        const french = language === 'fr';
        await inBrowser(
            async (page) => {
                await signIn(page);
                // The mock knows no imports.
                if ((await api(page, '/connectors/imported')).items === undefined) return onlyWithoutMock(t, 'no imports');
                await page.goto(`${url}/imports`);
                const input = page.locator('input[type=file]');

                await input.setInputFiles(file('broken.json', '{"openapi": "3.0.3"'));
                await page.getByRole('alert').waitFor();
                await picture(page, `imports_broken_${language}`);

                await input.setInputFiles(file('maple.json', JSON.stringify(shop({}))));
                await page.getByText('POST /photos').waitFor();
                await picture(page, `imports_proposal_${language}`);
                const title = page.getByLabel(french ? 'Titre de GET /shop' : 'Title of GET /shop');
                assert.equal(await title.inputValue(), 'Read the shop');
                await title.fill(french ? 'Lire la boutique' : 'The shop');
                const take = page.getByLabel(french ? 'Prendre DELETE' : 'Take DELETE');
                await take.focus();
                await page.keyboard.press('Space');
                assert.equal(await take.isChecked(), false);
                await page.getByRole('button', { name: french ? 'Importer : 1' : 'Import: 1' }).click();
                await page.getByRole('link', { name: french ? 'Les voir au catalogue' : 'See them in the catalogue' }).click();
                await page
                    .getByText(french ? 'Lire la boutique' : 'The shop', { exact: true })
                    .first()
                    .click();
                await page.getByText(french ? 'Importée : ses mots' : 'Imported: its words').waitFor();
                await picture(page, `imports_entry_${language}`);

                // Newer: what changes is shown, and has to be seen.
                await page.goto(`${url}/imports`);
                await input.setInputFiles(
                    file(
                        'newer.json',
                        JSON.stringify(shop({ '/refunds': { get: { operationId: 'listRefunds', responses: {} } } })),
                    ),
                );
                const replace = page.getByRole('button', { name: french ? 'Remplacer' : 'Replace' });
                await replace.waitFor();
                assert.equal(await replace.isDisabled(), true);
                await page.locator('li').filter({ hasText: 'List refunds' }).first().waitFor();
                await page.getByLabel(french ? 'J’ai vu ce qui change' : 'I have seen what changes').check();
                await picture(page, `imports_newer_${language}`);
                await replace.click();
                await page.getByRole('link', { name: french ? 'Les voir au catalogue' : 'See them in the catalogue' }).waitFor();
                const kept = (await api(page, '/catalogue?app=maple_shop')).items.map((each) => each.title);
                // Asked for in English: what was typed in French is no English title.
                assert.deepEqual(kept.sort(), [french ? 'Read the shop' : 'The shop', 'List refunds'].sort());

                await page.getByRole('button', { name: french ? 'Retirer' : 'Remove', exact: true }).click();
                await page.getByRole('button', { name: french ? 'Retirer Maple Shop' : 'Remove Maple Shop' }).click();
                await page.getByText('maple_shop', { exact: true }).waitFor({ state: 'detached' });
                assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true);
            },
            { language, width, refused: /status of 4\d\d/ },
        );
    });
