// SPDX-License-Identifier: Apache-2.0
// Both simulated books side by side: an edit on the left is seen to arrive on the right, a fault is turned on, shown by health, healed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api, inBrowser, onlyWithoutMock, signIn, url } from './house.mjs';

const mock = process.env.LOCKSTEP_MOCK !== undefined;

// Specs before this one may have asked for anything; only what is healed here is judged here.
async function linkedPair(page) {
    const { items } = await api(page, '/sandbox/people?limit=100');
    const pair = items.find(({ left, right }) => left !== null && right !== null && left.name !== '');
    assert.ok(pair, 'the demo has linked people');
    return pair;
}

async function healed(page) {
    await page.evaluate(() => fetch('/api/v1/sandbox/heal', { method: 'POST', headers: { 'X-Lockstep-Request': '1' } }));
}

test('sandbox: what is changed in the left book is seen to arrive in the right one', (t) =>
    mock
        ? onlyWithoutMock(t, 'the mock has no simulated apps')
        : inBrowser(async (page) => {
              await signIn(page);
              await healed(page);
              const { left } = await linkedPair(page);
              await page.getByRole('link', { name: 'Sandbox', exact: true }).click();
              await page.getByRole('heading', { name: 'Sandbox', level: 1 }).waitFor();
              await page.getByRole('searchbox', { name: 'Find a person in either book' }).fill(left.id);
              await page.waitForFunction(() => document.querySelectorAll('[role=row]').length === 2);
              await page.keyboard.press('ArrowDown');
              await page.keyboard.press('Enter');
              const panel = page.getByRole('dialog');
              const here = panel.getByRole('region', { name: 'HighLevel' });
              const there = panel.getByRole('region', { name: 'Hexfit' });
              const name = `Aurore ${Date.now() % 100_000}`;
              await here.getByLabel('First name').fill(name);
              await here.getByLabel('First name').press('Enter');
              await here.getByText('Saved', { exact: true }).waitFor();
              const deed = panel.getByRole('list', { name: 'What happened then' }).getByRole('listitem').first();
              await deed.getByText(/^Changed in HighLevel at /).waitFor();
              await deed.getByText(/^Webhook received .* later$/).waitFor();
              await deed.getByText(/^Written to Hexfit .* later: .*First name/).waitFor();
              await page.waitForFunction(
                  ([wanted]) =>
                      [...document.querySelectorAll('[aria-label=Hexfit] input')].some((input) => input.value === wanted),
                  [name],
              );
              // Something typed and not saved stays when the apps are asked again.
              await there.getByLabel('Last name').fill('Not saved');
              await page.waitForTimeout(2_500);
              assert.equal(await there.getByLabel('Last name').inputValue(), 'Not saved');
              await there.getByRole('button', { name: 'Discard' }).click();
              assert.notEqual(await there.getByLabel('Last name').inputValue(), 'Not saved');
              await there.getByLabel('New note').fill('Called about the invoice');
              await there.getByLabel('New note').press('Enter');
              await there.getByRole('listitem').filter({ hasText: 'Called about the invoice' }).waitFor();
              await page.keyboard.press('Escape');
              await panel.waitFor({ state: 'detached' });
          }));

test('sandbox: a fault that is turned on is told by health, and healed', (t) =>
    mock
        ? onlyWithoutMock(t, 'the mock has no simulated apps')
        : inBrowser(async (page) => {
              await signIn(page);
              await healed(page);
              const { right } = await linkedPair(page);
              await page.goto(`${url}/sandbox/faults`);
              const off = page.getByRole('switch', { name: 'Server errors, Hexfit' });
              await off.focus();
              await page.keyboard.press('Space');
              await page.getByText('1 thing is going wrong on purpose.').waitFor();
              // The demo's own persons edit all the time; this one makes certain that something is asked of the app.
              await page.evaluate(
                  ([app, id]) =>
                      fetch(`/api/v1/sandbox/people/${app}/${id}`, {
                          method: 'PATCH',
                          headers: { 'X-Lockstep-Request': '1', 'Content-Type': 'application/json' },
                          body: JSON.stringify({ fields: { 'address.city': `Ville ${Date.now() % 1000}` } }),
                      }),
                  [right.app, right.id],
              );
              const standing = page.getByRole('region', { name: 'Hexfit' });
              await standing.getByRole('status').waitFor({ timeout: 90_000 });
              await page.getByRole('button', { name: 'Heal it' }).click();
              await page.getByText('1 thing is going wrong on purpose.').waitFor({ state: 'detached' });
              await standing.getByText('All is well').waitFor({ timeout: 150_000 });
          }));

test('sandbox: the pages fit a phone and have no English on the French ones', (t) =>
    mock
        ? onlyWithoutMock(t, 'the mock has no simulated apps')
        : inBrowser(
              async (page) => {
                  await signIn(page);
                  for (const path of ['/sandbox', '/sandbox/faults']) {
                      await page.goto(url + path);
                      await page.getByRole('heading', { name: 'Bac à sable', level: 1 }).waitFor();
                      await page
                          .getByRole(path === '/sandbox' ? 'row' : 'switch')
                          .nth(1)
                          .waitFor();
                      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
                      assert.ok(wide <= 0, `${path} is ${wide} px wider than the phone`);
                      const text = await page.locator('main').innerText();
                      assert.doesNotMatch(text, /\b(Save|Heal|People|What goes wrong|Cannot happen|struck)\b/);
                  }
              },
              { language: 'fr', width: 390 },
          ));
