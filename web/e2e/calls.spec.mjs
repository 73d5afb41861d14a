// SPDX-License-Identifier: Apache-2.0
// What was asked of the apps: found, looked at, copied as a command, asked again, followed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api, inBrowser, onlyWithoutMock, signIn, url } from './house.mjs';

const mock = process.env.LOCKSTEP_MOCK !== undefined;

async function testOne(page) {
    const { items } = await api(page, '/connections');
    const id = items[0].id;
    await page.evaluate(
        (path) => fetch(path, { method: 'POST', headers: { 'X-Lockstep-Request': '1' } }),
        `/api/v1/connections/${id}/test`,
    );
    return id;
}

test('calls: one is found, shown, copied and asked again', (t) =>
    mock
        ? onlyWithoutMock(t, 'the mock calls nobody')
        : inBrowser(async (page) => {
              await signIn(page);
              const connection = await testOne(page);
              await page.goto(`${url}/events`);
              await page.getByRole('navigation', { name: 'Activity' }).getByRole('link', { name: 'Calls' }).click();
              await page.getByRole('heading', { name: 'Calls', level: 1 }).waitFor();
              await page.getByRole('combobox', { name: 'Connection' }).selectOption(connection);
              const chips = page.getByRole('group', { name: 'Outcome' });
              await chips.getByRole('button', { name: 'Done' }).click();
              assert.match(
                  page.url(),
                  new RegExp(`connection=${connection}.*outcome=done|outcome=done.*connection=${connection}`),
              );
              // By the operation that the test of a connection calls.
              const { items } = await api(page, `/calls?connection=${connection}&outcome=done&limit=100`);
              const call = items.find((each) => each.purpose === 'by hand' || each.lane === 'interactive') ?? items[0];
              await page.getByLabel('Operation').fill(call.operation);
              await page.keyboard.press('Enter');
              await page.getByRole('row').filter({ hasText: call.operation }).first().click();
              const panel = page.getByRole('dialog');
              await panel.getByText('The app says that it did it.').waitFor();
              await panel
                  .locator('summary')
                  .filter({ hasText: /header/ })
                  .first()
                  .click();
              await panel.getByText('***').first().waitFor();
              await panel.getByRole('button', { name: 'As curl' }).click();
              await panel.getByText('$LOCKSTEP_TOKEN').waitFor();
              await panel.getByRole('button', { name: 'Ask again' }).click();
              await panel.getByText('Asked again, and answered.').waitFor();
              const before = page.url();
              await panel.getByRole('button', { name: 'See that call' }).click();
              await page.waitForFunction((old) => location.href !== old, before);
              // The other call is shown, not only its address.
              await panel.getByText(new URL(page.url()).pathname.split('/').at(-1)).first().waitFor();
              await panel.getByText('By hand').waitFor();
              await page.keyboard.press('Escape');
              await panel.waitFor({ state: 'detached' });
              await page.getByLabel('Record id').fill('nobody');
              await page.keyboard.press('Enter');
              await page.getByText('No calls like that').waitFor();
              await page.getByRole('button', { name: 'Show all' }).first().click();
              await page.getByRole('row').nth(1).waitFor();
          }));

test('calls: followed as they happen, and exported', (t) =>
    mock
        ? onlyWithoutMock(t, 'the mock calls nobody')
        : inBrowser(async (page) => {
              await signIn(page);
              const { items } = await api(page, '/connections');
              await page.goto(`${url}/calls?live=1&connection=${items[0].id}`);
              await page.getByRole('row').nth(1).waitFor();
              const newest = async () => (await api(page, `/calls?connection=${items[0].id}&limit=1`)).items[0].id;
              const first = await newest();
              await testOne(page);
              assert.notEqual(await newest(), first);
              await page.waitForFunction(() =>
                  /now|seconds? ago/.test(document.querySelectorAll('[role=row]')[1]?.textContent ?? ''),
              );
              const [file] = await Promise.all([
                  page.waitForEvent('download'),
                  page.getByRole('button', { name: 'Export' }).click(),
              ]);
              assert.equal(file.suggestedFilename(), 'calls.har');
          }));

test('calls: the French page has no English on it', (t) =>
    mock
        ? onlyWithoutMock(t, 'the mock calls nobody')
        : inBrowser(
              async (page) => {
                  await signIn(page);
                  await page.goto(`${url}/calls`);
                  await page.getByRole('heading', { name: 'Appels' }).waitFor();
                  await page.getByRole('row').nth(1).click();
                  await page.getByRole('dialog').getByText('Reste du quota').waitFor();
                  const text = await page.getByRole('dialog').innerText();
                  assert.doesNotMatch(text, /\b(Request|Reply|Left of|Because|What for)\b/);
              },
              { language: 'fr' },
          ));
