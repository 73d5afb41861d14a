// SPDX-License-Identifier: Apache-2.0
// Workflows: one installed from the gallery, changed on the canvas by keys, tested, published, switched off; and its runs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible } from './axe.mjs';
import { api, inBrowser, onlyWithoutMock, signIn, url } from './house.mjs';

const definition = (id) =>
    `lockstep: workflow/1\nid: ${id}\nname: {en: Greeting, fr: Accueil}\ntriggers: [{on: general/manual.started}]\nsteps:\n  - {id: greet, do: set, values: {words: "Hello {{trigger.name?}}"}} # kept\n`;

const post = (page, path, body) =>
    page.evaluate(
        async ([address, sent]) => {
            const reply = await fetch(address, {
                method: 'POST',
                headers: { 'Content-Type': 'application/json', 'X-Lockstep-Request': '1' },
                body: JSON.stringify(sent),
            });
            return reply.json();
        },
        [`/api/v1${path}`, body],
    );
const has = async (page) => (await api(page, '/workflow-templates')).items !== undefined;

test('a template becomes a draft in the builder, which says what it needs', (t) =>
    inBrowser(async (page) => {
        await signIn(page);
        if (!(await has(page))) return onlyWithoutMock(t, 'no workflows');
        await page.goto(`${url}/workflows/templates`);
        await page.getByRole('link', { name: 'Use this one: Won lead to Hexfit client' }).click();
        const panel = page.getByRole('dialog');
        await panel.getByRole('button', { name: 'Install' }).click();
        await page.waitForURL(/\/workflows\/edit\/won-lead/);
        await page.getByText('Nothing is wrong with it').waitFor();
        await page.getByRole('group', { name: 'Canvas' }).getByText('Create a client').first().waitFor();
    }));

test('by keys alone: a step is found, added, undone and redone; the draft follows, comments and all', (t) =>
    inBrowser(async (page) => {
        await signIn(page);
        if (!(await has(page))) return onlyWithoutMock(t, 'no workflows');
        const id = `keys-${Date.now().toString(36)}`;
        await post(page, '/workflows', { definition: definition(id) });
        await page.goto(`${url}/workflows/edit/${id}`);
        const card = page.locator('[data-card="steps/0"]');
        await card.focus();
        await page.keyboard.press('Enter');
        await page.keyboard.press('a');
        await page.getByRole('combobox', { name: 'Search steps, apps and words' }).fill('wait until');
        await page.keyboard.press('Enter');
        const added = page.locator('[data-card="steps/1"]');
        await added.getByText('Wait until').waitFor();
        await card.focus();
        await page.keyboard.press('ArrowDown');
        assert.equal(await added.evaluate((element) => element === document.activeElement), true);
        await page.keyboard.press('Control+z');
        await added.waitFor({ state: 'detached' });
        await page.keyboard.press('Control+Shift+z');
        await added.waitFor();
        await page.getByText('Draft stored').waitFor();
        const stored = await api(page, `/workflows/${id}`);
        assert.match(stored.definition, /wait_until/);
        assert.match(stored.definition, /# kept/);
        assert.equal(stored.version, 0);
    }));

test('tested, published, started and switched off; its run says what each step gave', (t) =>
    inBrowser(async (page) => {
        await signIn(page);
        if (!(await has(page))) return onlyWithoutMock(t, 'no workflows');
        const id = `run-${Date.now().toString(36)}`;
        await post(page, '/workflows', { definition: definition(id) });
        await page.goto(`${url}/workflows/edit/${id}`);
        await page.getByRole('button', { name: 'Test' }).click();
        await page.getByRole('textbox', { name: 'What the event says' }).fill('{"name": "Zoé"}');
        await page.getByRole('button', { name: 'Run the test' }).click();
        await page.getByRole('dialog').getByText('Test done').waitFor();
        await page.keyboard.press('Escape');
        await page.locator('[data-card="steps/0"]').getByText('Hello Zoé').waitFor();
        await page.getByRole('button', { name: 'Publish' }).click();
        await page.getByRole('button', { name: 'Publish as version 1' }).click();
        await page.getByRole('dialog').waitFor({ state: 'detached' });
        await post(page, `/workflows/${id}/start`, { data: { name: 'Léa' } });
        await page.goto(`${url}/runs?workflow=${id}`);
        await page.getByRole('row').filter({ hasText: 'Done' }).first().click();
        await page.getByText('greet').first().click();
        await page.getByText('"Hello Léa"').waitFor();
        await assertAccessible(page, 'a run');
        await page.goto(`${url}/workflows`);
        const item = page.getByRole('listitem').filter({ has: page.locator(`a[href="/workflows/edit/${id}"]`) });
        await item.getByRole('switch').press('Space');
        await item.getByText('Paused').waitFor();
        assert.equal((await api(page, `/workflows/${id}`)).state, 'paused');
    }));

for (const [language, width] of [
    ['en', 1440],
    ['fr', 390],
])
    test(`the pages fit and keep nobody out: ${language}, ${width} px`, (t) =>
        inBrowser(
            async (page) => {
                await signIn(page);
                if (!(await has(page))) return onlyWithoutMock(t, 'no workflows');
                const id = `fits-${language}`;
                await post(page, '/workflows', { definition: definition(id) });
                for (const path of ['/workflows', '/workflows/templates', `/workflows/edit/${id}`, '/runs']) {
                    await page.goto(url + path);
                    await page.locator('h1').first().waitFor();
                    await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
                    if (path.includes('edit')) {
                        await page.locator('[data-card="steps/0"]').click();
                        await page.getByRole('tab').first().waitFor();
                    }
                    await page.waitForTimeout(300);
                    const wide = await page.evaluate(
                        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
                    );
                    assert.equal(wide, 0, `${path} is ${wide} px wider than the window`);
                    await assertAccessible(page, path);
                }
            },
            { language, width },
        ));
