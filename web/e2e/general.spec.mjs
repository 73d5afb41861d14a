// SPDX-License-Identifier: Apache-2.0
// What Lockstep does itself: an e-mail by the server of the settings, a request of one's own, and an address to post to.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api, inBrowser, onlyWithoutMock, signIn, url } from './house.mjs';

const mock = process.env.LOCKSTEP_MOCK !== undefined;

test('settings: the mail server is shown without its password, and a test message goes out', (t) =>
    mock
        ? onlyWithoutMock(t, 'the mock sends nothing')
        : inBrowser(
              async (page) => {
                  await signIn(page);
                  await page.goto(`${url}/settings`);
                  const section = page
                      .locator('section')
                      .filter({ has: page.getByRole('heading', { name: 'E-mail', exact: true }) });
                  await section.getByLabel('Send a test message to').fill('owner@example.com');
                  await section.getByRole('button', { name: 'Send the test' }).click();
                  await section.getByText('The mail server took the message').waitFor();
                  await section.getByRole('button', { name: 'Change' }).click();
                  await section.getByPlaceholder('smtp.example.com').fill('https://nowhere/');
                  await section.getByRole('button', { name: 'Store' }).click();
                  await section
                      .getByText(/has to be a host name/)
                      .first()
                      .waitFor();
              },
              { refused: /status of 40[014]/ },
          ));

test('catalogue: a request of one’s own is shown, and refused where it may not go', (t) =>
    mock
        ? onlyWithoutMock(t, 'the mock sends nothing')
        : inBrowser(async (page) => {
              await signIn(page);
              await page.goto(`${url}/catalogue/general/http/send_request`);
              await page.getByLabel('Address').fill('http://169.254.169.254/latest');
              await page.getByRole('button', { name: 'Show the request' }).click();
              await page.getByText('GET http://169.254.169.254/latest').waitFor();
              await page.getByRole('button', { name: 'Run', exact: true }).click();
              await page.getByText('The address may not be asked').waitFor();
          }));

test('events: an address is made, posted to, seen and revoked', (t) =>
    mock
        ? onlyWithoutMock(t, 'the mock takes no posts')
        : inBrowser(async (page) => {
              await signIn(page);
              await page.goto(`${url}/events`);
              const folded = page.locator('summary').filter({ hasText: 'Addresses to post to' });
              await folded.click();
              const label = `form ${String(Date.now())}`;
              await page.getByPlaceholder(/What posts there/).fill(label);
              await page.getByRole('button', { name: 'Make an address' }).click();
              const line = page.getByRole('listitem').filter({ hasText: label });
              await line.waitFor();
              const address = await line.locator('code').textContent();
              const posted = await fetch(address, { method: 'POST', body: new URLSearchParams({ first_name: 'Zoé' }) });
              assert.equal(posted.status, 200);
              await page.reload();
              await page.getByText('Something was posted').first().click();
              await page.getByText('"first_name": "Zoé"').waitFor();
              await page.keyboard.press('Escape');
              await folded.click();
              await line.getByRole('button', { name: 'Revoke' }).click();
              await line.getByRole('button', { name: 'Yes, revoke it' }).click();
              await line.waitFor({ state: 'detached' });
              assert.equal((await fetch(address, { method: 'POST', body: '{}' })).status, 401);
              assert.ok((await api(page, '/hooks')).items.some((each) => each.label === label && each.revoked_at !== null));
          }));

test('events: a schedule is made, paused, resumed and removed', (t) =>
    mock
        ? onlyWithoutMock(t, 'the mock keeps no schedules')
        : inBrowser(async (page) => {
              await signIn(page);
              await page.goto(`${url}/events`);
              const folded = page.locator('details').filter({ has: page.locator('summary', { hasText: 'Schedules' }) });
              await folded.locator('summary').click();
              const label = `opening ${String(Date.now())}`;
              await folded.getByLabel('What it is for').fill(label);
              await folded.getByLabel(/^At\b/).fill('08:00');
              await folded.getByLabel('Time zone').fill('America/Toronto');
              await page.keyboard.press('Escape');
              await folded.getByLabel('Sat').check();
              await folded.getByLabel('Times that are missed').selectOption('skip');
              await folded.getByRole('button', { name: 'Make a schedule' }).click();
              const line = folded.getByRole('listitem').filter({ hasText: label });
              await line
                  .getByText('Monday, Tuesday, Wednesday, Thursday, Friday, and Saturday at 08:00, America/Toronto')
                  .waitFor();
              const made = (await api(page, '/schedules')).items.find((each) => each.label === label);
              assert.deepEqual(made.weekdays, [1, 2, 3, 4, 5, 6]);
              assert.equal(made.missed, 'skip');
              await line.getByRole('button', { name: 'Pause' }).click();
              await line.getByText('Paused').waitFor();
              await line.getByRole('button', { name: 'Resume' }).click();
              await line.getByText(/^Next: /).waitFor();
              await line.getByRole('button', { name: 'Remove' }).click();
              await line.getByRole('button', { name: 'Yes, remove it' }).click();
              await line.waitFor({ state: 'detached' });
              assert.ok(!(await api(page, '/schedules')).items.some((each) => each.label === label));
          }));

test('connections: calls by hour are drawn and stand in a table', (t) =>
    mock
        ? onlyWithoutMock(t, 'the mock counts no hours')
        : inBrowser(async (page) => {
              await signIn(page);
              const { items } = await api(page, '/connections');
              const [connection] = items;
              await page.goto(`${url}/connections/${connection.id}`);
              const section = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Calls by hour' }) });
              await section.getByText(/calls? in 24 hours/).waitFor();
              const { hours } = await api(page, `/connections/${connection.id}/hours`);
              assert.equal(hours.length, 24);
              await section.getByText('As a table').click();
              assert.equal(await section.locator('tbody tr').count(), 24);
          }));
