// SPDX-License-Identifier: Apache-2.0
// The pages of a server with a sync: what they show is what the API says, and keys and addresses lead where they should.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api, firstSync, inBrowser, signIn, url } from './house.mjs';

const digits = (text) => Number((text ?? '').replace(/\D/g, ''));

test('home shows the two books with the API’s counts, HighLevel left', () =>
    inBrowser(async (page) => {
        await signIn(page);
        const sync = await firstSync(page);
        const picture = page.getByRole('region', { name: 'The two books and what flows between them' });
        await picture.waitFor();
        const left = await picture.getByText('HighLevel', { exact: true }).boundingBox();
        const right = await picture.getByText('Hexfit', { exact: true }).boundingBox();
        assert.ok(left.x < right.x);
        // The numbers move while the sync runs: one of a few readings has to fit.
        let fits = false;
        for (let round = 0; round < 5 && !fits; ++round) {
            await page.reload();
            await picture.waitFor();
            const { counts } = await api(page, `/syncs/${sync.id}/status`);
            const shown = await picture.innerText();
            fits = [counts.records_a, counts.records_b, counts.linked].every((count) =>
                shown.split(/\s+/).some((word) => digits(word) === count),
            );
        }
        assert.ok(fits, 'the picture does not show the counts of the status');
    }));

test('a loopback connection is framed as a sandbox', () =>
    inBrowser(async (page) => {
        await signIn(page);
        const { items } = await api(page, '/connections');
        const sandbox = items.some(
            (each) => each.state !== 'disabled' && /^https?:\/\/(127\.|localhost|\[::1\])/.test(each.base_url),
        );
        await page.locator('h1').waitFor();
        await page.waitForTimeout(500);
        assert.equal((await page.getByRole('note').getByText('Sandbox').count()) > 0, sandbox);
    }));

test('records: found by e-mail, opened by key, kept in the address', () =>
    inBrowser(async (page) => {
        await signIn(page);
        const sync = await firstSync(page);
        const { items } = await api(page, `/syncs/${sync.id}/records?limit=50`);
        const person = items.find((each) => each.email !== null && each.name !== '');
        assert.ok(person, 'nobody with a name and an e-mail address on the first page');
        await page.goto(`${url}/records`);
        await page.getByRole('row').nth(1).waitFor();
        await page.keyboard.press('/');
        await page.keyboard.type(person.email);
        await page.waitForURL((address) => address.searchParams.get('query') === person.email);
        // Keys walk the list that is shown: only the one that was asked for counts.
        const found = await api(page, `/syncs/${sync.id}/records?limit=50&query=${encodeURIComponent(person.email)}`);
        await page.locator(`[role=table][aria-rowcount="${found.items.length}"]`).waitFor();
        await page.getByRole('row').filter({ hasText: person.name }).first().waitFor();
        await page.keyboard.press('Tab');
        await page.evaluate(() => document.activeElement?.blur());
        await page.keyboard.press('j');
        await page.keyboard.press('Enter');
        await page.waitForURL(/\/records\/[^?]+\?/);
        const panel = page.getByRole('dialog');
        await panel.getByRole('heading', { name: person.name }).waitFor();
        await panel.getByText('History').waitFor();
        await page.reload();
        await panel.getByRole('heading', { name: person.name }).waitFor();
        await page.keyboard.press('Escape');
        await page.waitForURL(/\/records\?/);
    }));

test('records: found by how the words of a name begin, however they are spelled', () =>
    inBrowser(async (page) => {
        await signIn(page);
        const sync = await firstSync(page);
        const { items } = await api(page, `/syncs/${sync.id}/records?limit=100`);
        const person = items.find(({ name }) => name.split(' ').every((word) => word.length >= 4) && name.includes(' '));
        assert.ok(person, 'nobody with two words in the name');
        const typed = person.name
            .split(' ')
            .reverse()
            .map((word) => word.slice(0, 4).toUpperCase())
            .join(' ');
        await page.goto(`${url}/records`);
        await page.getByRole('row').nth(1).waitFor();
        await page.keyboard.press('/');
        await page.keyboard.type(typed);
        await page.waitForURL((address) => address.searchParams.get('query') === typed);
        await page.getByRole('row').filter({ hasText: person.name }).first().waitFor();
        const found = await api(page, `/syncs/${sync.id}/records?limit=100&query=${encodeURIComponent(typed)}`);
        await page.locator(`[role=table][aria-rowcount="${found.items.length}"]`).waitFor();
        assert.ok(found.items.length < items.length, 'everybody was found');
    }));

for (const [language, words] of [
    [
        'en',
        {
            add: 'Add a person',
            email: 'E-mail',
            first: 'First name',
            last: 'Last name',
            act: 'Add or change',
            made: 'is new.',
            again: 'with just these values',
        },
    ],
    [
        'fr',
        {
            add: 'Ajouter une personne',
            email: 'Courriel',
            first: 'Prénom',
            last: 'Nom',
            act: 'Ajouter ou modifier',
            made: 'nouvelle personne',
            again: 'avec ces valeurs',
        },
    ],
]) {
    test(`records: a person is added once and comes to both apps (${language})`, () =>
        inBrowser(
            async (page) => {
                await signIn(page);
                const { id } = await firstSync(page);
                await page.goto(`${url}/syncs/${id}/records`);
                await page.getByRole('button', { name: words.add }).click();
                await page.waitForURL(/\/records\/new$/);
                const panel = page.getByRole('dialog');
                assert.equal(await panel.getByRole('button', { name: words.act }).isDisabled(), true);
                const email = `theo.${language}@people.test`;
                await panel.getByLabel(words.first, { exact: true }).fill('Théo');
                await panel.getByLabel(words.last, { exact: true }).fill(`Lebrun${language}`);
                await panel.getByLabel(words.email, { exact: true }).fill('theo');
                await page.keyboard.press('Enter');
                assert.equal(await panel.getByRole('status').count(), 0, 'what is no address was sent');
                await panel.getByLabel(words.email, { exact: true }).fill(email);
                await page.keyboard.press('Enter');
                await panel.getByText(words.made).waitFor();
                await panel.getByRole('button', { name: words.act }).click();
                await panel.getByText(words.again).waitFor();
                await page.waitForFunction(async (address) => {
                    const { items } = await (await fetch(address)).json();
                    return items.length === 1 && items[0].state === 'linked';
                }, `/api/v1/syncs/${id}/people?email=${email}`);
                await panel.getByRole('link').click();
                await page.getByRole('dialog').getByText(email).first().waitFor();
            },
            { language },
        ));
}

test('the address of all syncs leads home where there is one', () =>
    inBrowser(async (page) => {
        await signIn(page);
        const { id } = await firstSync(page);
        await page.goto(`${url}/syncs`);
        await page.waitForURL(new RegExp(`/syncs/${id}$`));
        await page.getByText('There is no such page').waitFor({ state: 'detached' });
    }));

test('plan tells where the sync stands and offers what fits', () =>
    inBrowser(async (page) => {
        await signIn(page);
        const sync = await firstSync(page);
        await page.goto(`${url}/plan`);
        await page.locator('h1').waitFor();
        const { state } = await api(page, `/syncs/${sync.id}/status`);
        const button = {
            draft: /dry run|Make a new one|^Create|^Change|^Start/,
            backfilling: /Pause/,
            running: /Pause/,
            paused: /Resume/,
        }[state];
        await page.locator('main').getByRole('button', { name: button }).first().waitFor();
    }));

test('events: the payload of one can be read', () =>
    inBrowser(async (page) => {
        await signIn(page);
        const { items } = await api(page, '/events?limit=20');
        await page.goto(`${url}/events`);
        if (items.length === 0) {
            await page.getByText('No events yet').waitFor();
            return;
        }
        await page.getByRole('row').nth(1).click();
        await page.waitForURL(/\/events\/evt_/);
        await page.getByRole('dialog').getByText('Payload').waitFor();
    }));

test('connections: the test with one call answers', () =>
    inBrowser(async (page) => {
        await signIn(page);
        const { items } = await api(page, '/connections');
        await page.goto(`${url}/connections/${items[0].id}`);
        const panel = page.getByRole('dialog');
        await panel.getByRole('button', { name: 'Test with one call' }).click();
        await panel.getByText(/^It works/).waitFor();
    }));

test('commands open with Ctrl+K and lead to a page', () =>
    inBrowser(async (page) => {
        await signIn(page);
        await page.keyboard.press('Control+k');
        await page.getByRole('combobox').fill('conn');
        await page.keyboard.press('Enter');
        await page.waitForURL(/\/connections/);
    }));

// Home sends on to the one sync there is as soon as it is known; whoever has gone elsewhere by then is not fetched back.
test('whoever leaves home before it is there stays where they went', () =>
    inBrowser(async (page) => {
        await signIn(page);
        const late = (ms) => async (route) => {
            await new Promise((resolve) => setTimeout(resolve, ms));
            await route.continue();
        };
        await page.route('**/api/v1/syncs', late(1_500));
        await page.route('**/assets/connections*.js', late(3_000));
        await page.goto(url);
        await page.locator('nav').getByRole('link', { name: 'Connections' }).click();
        await page.waitForURL(/\/connections$/);
        await page.getByRole('heading', { level: 1, name: 'Connections' }).waitFor();
        assert.match(page.url(), /\/connections$/);
        await page.unrouteAll({ behavior: 'ignoreErrors' });
    }));
