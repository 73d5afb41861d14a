// SPDX-License-Identifier: Apache-2.0
// Which of Zapier's errors comes of which reply, through the app as Zapier runs it.
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import zapier from 'zapier-platform-core';
import App from '../index.js';
import { patience } from '../src/ask.mjs';
import { secondsToWait } from '../src/replies.mjs';
import { problem, token, withServer } from './false_server.mjs';

patience.milliseconds = 400;
const ask = zapier.createAppTester(App);
const inputData = { sync: 'syn_1', email: 'anne.roy@example.com', fullName: 'Anne Roy' };
const steps = {
    trigger: ['GET /api/v1/syncs/syn_1/people/news', App.triggers.new_contact.operation.perform],
    search: ['GET /api/v1/syncs/syn_1/people', App.searches.find_contact.operation.perform],
    action: ['POST /api/v1/syncs/syn_1/people', App.creates.create_or_update_contact.operation.perform],
};

/** What a step throws when the server answers so: the kind of error, its words, and what else it says. */
async function thrownBy(step, reply) {
    const [what, perform] = steps[step];
    return withServer({ [what]: reply }, async ({ authData, name, asked }) => {
        const thrown = await ask(perform, { authData, inputData }).then(
            (result) => assert.fail(`it gave ${JSON.stringify(result)}`),
            (error) => error,
        );
        assert.equal(asked.length, 1, 'it asked more than once');
        return { ...told(thrown), server: name };
    });
}

/** AppError and ThrottledError carry JSON as their words. */
function told(thrown) {
    const more = thrown.message.startsWith('{') ? JSON.parse(thrown.message) : { message: thrown.message };
    assert.ok(!more.message.includes(token), 'the token is told');
    assert.ok(!more.message.includes('What happened:'), 'what was sent is told');
    return { name: thrown.name, ...more };
}

for (const step of Object.keys(steps)) {
    test(`401 asks for a new connection (${step})`, async () => {
        const error = await thrownBy(step, problem(401, 'api.unauthenticated'));
        assert.equal(error.name, 'ExpiredAuthError');
        assert.match(error.message, /does not accept the API token/);
        assert.ok(error.message.includes(error.server));
        assert.equal((await thrownBy(step, { status: 401, text: '' })).name, 'ExpiredAuthError');
    });

    test(`403 says that the token needs the scope write (${step})`, async () => {
        const error = await thrownBy(step, problem(403, 'api.read_only'));
        assert.equal(error.name, 'AppError');
        assert.equal(error.status, 403);
        assert.match(error.message, /needs the scope “write”/);
        const other = await thrownBy(step, problem(403, 'calls.observe_only', { title: 'This copy only observes' }));
        assert.match(other.message, /^This copy only observes\. Why it did\. What to do\. \(calls\.observe_only, req_/);
    });

    test(`429, and 503 with Retry-After, are tried again (${step})`, async () => {
        const limited = await thrownBy(step, problem(429, 'api.busy', { headers: { 'Retry-After': '17' } }));
        assert.equal(limited.name, 'ThrottledError');
        assert.equal(limited.delay, 17);
        assert.match(limited.message, /What happened/);
        const unnamed = await thrownBy(step, problem(429, 'api.busy'));
        assert.equal(unnamed.name, 'ThrottledError');
        assert.equal(unnamed.delay, undefined);
        const down = await thrownBy(step, problem(503, 'api.draining', { headers: { 'Retry-After': '5' } }));
        assert.equal(down.name, 'ThrottledError');
        assert.equal(down.delay, 5);
        const byProxy = await thrownBy(step, { status: 503, headers: { 'Retry-After': '60' }, text: '<h1>Down</h1>' });
        assert.deepEqual([byProxy.name, byProxy.delay], ['ThrottledError', 60]);
        const later = new Date(Date.now() + 90_000).toUTCString();
        const byDate = await thrownBy(step, problem(429, 'api.busy', { headers: { 'Retry-After': later } }));
        assert.ok(byDate.delay > 60 && byDate.delay <= 91, `${byDate.delay} s`);
    });

    test(`503 without Retry-After is an error (${step})`, async () => {
        const error = await thrownBy(step, problem(503, 'api.draining'));
        assert.deepEqual([error.name, error.status, error.code], ['AppError', 503, 'api.draining']);
    });

    test(`a reply that is no JSON is not taken for one of Lockstep (${step})`, async () => {
        for (const reply of [
            { status: 200, headers: { 'Content-Type': 'text/html; charset=utf-8' }, text: '<h1>Welcome</h1>' },
            { status: 502, headers: { 'Content-Type': 'text/html' }, text: '<h1>Bad gateway</h1>' },
            { status: 404, headers: { 'Content-Type': 'text/html' }, text: '<h1>Not found</h1>' },
            { status: 500, text: '{"half": ' },
            { status: 200, text: '"text"' },
            { status: 200, json: {} },
            { status: 200, json: { items: null, person: null } },
            { status: 200, json: { items: 'many', person: 'Anne' } },
        ]) {
            const error = await thrownBy(step, reply);
            assert.deepEqual([error.name, error.code, error.status], ['AppError', 'not_lockstep', reply.status]);
            assert.ok(error.message.includes(`${error.server} answered ${reply.status}`), error.message);
        }
    });

    test(`a cut connection says what to do (${step})`, async () => {
        const before = await thrownBy(step, (request) => request.socket.destroy());
        assert.equal(before.name, 'AppError');
        assert.match(before.message, /ended before there was a whole reply \(ECONNRESET\)/);
        const within = await thrownBy(step, (request, response) => {
            response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' });
            response.write('{"items": [', () => request.socket.destroy());
        });
        assert.match(within.message, /ended before there was a whole reply/);
        const silent = await thrownBy(step, () => undefined);
        assert.match(silent.message, /ended before there was a whole reply \(request-timeout\)/);
        for (const error of [before, within, silent])
            assert.match(error.message, step === 'action' ? /not known whether the contact was written/ : /Try again\.$/);
    });

    test(`a server that is not there is told as such (${step})`, async () => {
        const port = await new Promise((free) => {
            const server = createServer().listen(0, '127.0.0.1', () => {
                const { port: found } = server.address();
                server.close(() => free(found));
            });
        });
        const authData = { server: `http://127.0.0.1:${port}`, token };
        const error = told(await ask(steps[step][1], { authData, inputData }).catch((thrown) => thrown));
        assert.equal(error.code, 'ECONNREFUSED');
        assert.match(error.message, /cannot be reached/);
    });

    test(`an address that sends on gets no token (${step})`, () =>
        withServer({}, async ({ authData: elsewhere, asked }) => {
            const error = await thrownBy(step, { status: 308, headers: { Location: `${elsewhere.server}/moved` }, text: '' });
            assert.deepEqual([error.name, error.code], ['AppError', 'moved']);
            assert.ok(error.message.includes(elsewhere.server));
            assert.deepEqual(asked, []);
        }));

    test(`a Lockstep without these routes is older than the app (${step})`, async () => {
        const error = await thrownBy(step, problem(404, 'api.no_such_address'));
        assert.match(error.message, /Update Lockstep/);
    });

    test(`what is wrong with the Zap is an error of its own (${step})`, async () => {
        for (const [status, code] of [
            [404, 'sync.no_such_sync'],
            [400, 'people.unknown_field'],
            [400, 'people.field_one_way'],
            [400, 'people.refused'],
            [409, 'people.gone'],
            [400, 'api.unknown_member'],
            [500, 'database.io'],
        ]) {
            const error = await thrownBy(step, problem(status, code, { title: 'No such thing', detail: 'It is gone.' }));
            assert.deepEqual([error.name, error.code, error.status], ['AppError', code, status]);
            assert.match(error.message, /^No such thing\. It is gone\. [A-Z].+\. \(/);
        }
    });
}

test('values of this run that do not fit halt an action and a search, and are errors of a trigger', async () => {
    for (const [status, code] of [
        [409, 'people.unsure'],
        [409, 'people.there_already'],
        [404, 'people.nobody'],
        [422, 'people.bad_value'],
        [400, 'people.bad_value'],
        [400, 'api.bad_member'],
    ]) {
        const reply = problem(status, code, { title: 'It is not clear who is meant', detail: 'Two people have this address' });
        for (const step of ['action', 'search']) {
            const error = await thrownBy(step, reply);
            assert.equal(error.name, 'HaltedError', `${step}: ${code}`);
            assert.match(error.message, /^It is not clear who is meant\. Two people have this address\. [A-Z].+\. \(/);
            assert.ok(error.message.endsWith(` (${code}, req_01KPCA5N8Q)`), error.message);
        }
        assert.equal((await thrownBy('trigger', reply)).name, 'AppError');
    }
});

test('a title that its detail only repeats is told once, and what to do in the words of a Zap', async () => {
    const twice = { title: 'It is unclear', detail: 'It is unclear' };
    const unsure = await thrownBy('action', problem(409, 'people.unsure', twice));
    assert.equal(unsure.message, 'It is unclear. What to do. (people.unsure, req_01KPCA5N8Q)');
    const there = await thrownBy('action', problem(409, 'people.there_already', { remedy: 'Use the mode `update`.' }));
    assert.match(
        there.message,
        /^What happened\. Why it did\. To change somebody who is there, use the action “Create or Update Contact”/,
    );
});

test('Retry-After as seconds, as a date, and as neither', () => {
    const now = Date.UTC(2026, 2, 1, 10, 0, 0);
    assert.equal(secondsToWait('0', now), 0);
    assert.equal(secondsToWait(' 120 ', now), 120);
    assert.equal(secondsToWait('Sun, 01 Mar 2026 10:00:30 GMT', now), 30);
    assert.equal(secondsToWait('Sun, 01 Mar 2026 09:00:00 GMT', now), 0);
    for (const header of ['soon', '', null, undefined]) assert.equal(secondsToWait(header, now), undefined);
});

test('a wrong address or token is told before anything is sent', async () => {
    const perform = steps.search[1];
    const wrong = async (authData) => told(await ask(perform, { authData, inputData }).catch((thrown) => thrown));
    assert.equal((await wrong({ server: 'http://lockstep.clinic.example', token })).code, 'bad_address');
    await withServer({}, async ({ authData, asked }) => {
        for (const each of ['', 'password123', 'lsk_', 'lsk_a\r\nX: y', 'Bearer lsk_abc']) {
            const error = await wrong({ ...authData, token: each });
            assert.equal(error.code, 'bad_token', each);
        }
        assert.deepEqual(asked, []);
    });
});
