// SPDX-License-Identifier: Apache-2.0
// The app as Zapier runs it, against a real Lockstep whose sync runs: what it writes is there, once, and its triggers tell of it.
import assert from 'node:assert/strict';
import { randomBytes, randomInt } from 'node:crypto';
import { createServer } from 'node:http';
import { before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import zapier from 'zapier-platform-core';
import App from '../index.js';
import { keyOf } from '../src/mapped_fields.mjs';

const { LOCKSTEP_URL: server, LOCKSTEP_TOKEN: token, LOCKSTEP_READ_TOKEN: readToken, LOCKSTEP_SYNC: chosen } = process.env;
const authData = { server, token };
const app = zapier.createAppTester(App);
const run = randomBytes(5).toString('hex');
let sync;

const inSync = (perform, inputData, auth = authData) => app(perform, { authData: auth, inputData: { sync, ...inputData } });
const step = (key) => (inputData, auth) => inSync(App.creates[key].operation.perform, inputData, auth);
const create = step('create_contact');
const update = step('update_contact');
const put = step('create_or_update_contact');
const find = (inputData, auth) => inSync(App.searches.find_contact.operation.perform, inputData, auth);
const poll = (key) => inSync(App.triggers[key].operation.perform, {});

const address = (who) => `zap-${run}-${who}@example.com`;

/** Numbers for stories: 555-0100 to 555-0199, with the codes of regions in which few live. */
async function freePhone() {
    for (;;) {
        const codes = [867, 782, 879, 683, 742, 753, 584, 428, 474, 368];
        const phone = `+1${codes[randomInt(codes.length)]}55501${String(randomInt(100)).padStart(2, '0')}`;
        if ((await find({ phone })).length === 0) return phone;
    }
}

/** What `look` gives once it gives something; the sync needs a moment to carry what was written. */
async function eventually(look, what) {
    for (let tries = 0; tries < 150; ++tries) {
        const seen = await look();
        if (seen) return seen;
        await pause(200);
    }
    return assert.fail(`not within 30 s: ${what}`);
}

const linked = (email) =>
    eventually(async () => (await find({ email })).find((each) => each.aRecord && each.bRecord), `${email} is in both apps`);

before(async () => {
    const syncs = await app(App.triggers.sync_list.operation.perform, { authData });
    sync = chosen ?? syncs[0]?.id;
    assert.ok(sync, 'this Lockstep has no sync');
});

test('connecting: the test passes, and the label names the server', async () => {
    const known = await app(App.authentication.test, { authData });
    assert.equal(known.server, new URL(server).host);
    assert.equal(known.scope, 'write');
    const label = await app(App.authentication.connectionLabel, { authData, inputData: known });
    assert.ok(label.includes(known.server), label);
});

test('a wrong token is told as such, by the connection and by each step', async () => {
    const wrong = { server, token: 'lsk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' };
    const expired = { name: 'ExpiredAuthError', message: /does not accept the API token/ };
    await assert.rejects(app(App.authentication.test, { authData: wrong }), expired);
    await assert.rejects(find({ email: address('x') }, wrong), expired);
    await assert.rejects(put({ email: address('x') }, wrong), expired);
});

test(
    'a token that may only read finds, and is told what it lacks to write',
    { skip: !readToken && 'no LOCKSTEP_READ_TOKEN' },
    async () => {
        const reader = { server, token: readToken };
        assert.deepEqual(await find({ email: address('nobody') }, reader), []);
        await assert.rejects(put({ email: address('nobody') }, reader), { name: 'AppError', message: /needs the scope “write”/ });
        assert.deepEqual(await find({ email: address('nobody') }), []);
    },
);

test('the drop-down has the syncs, and the fields of the chosen one', async () => {
    const syncs = await app(App.triggers.sync_list.operation.perform, { authData });
    assert.ok(syncs.some(({ id, name }) => id === sync && name !== ''));
    const inputs = await inSync(App.creates.update_contact.operation.inputFields, {});
    const field = inputs.find(({ key }) => key === 'sync');
    assert.equal(field.default, syncs.length === 1 ? sync : undefined);
    assert.ok(
        inputs.some(({ key }) => key === keyOf('city')),
        'the demo maps the city',
    );
    assert.ok(
        inputs.some(({ key, list }) => key === keyOf('tags') && list),
        'the demo maps tags',
    );
    assert.ok(
        inputs.some(({ key }) => key === keyOf('custom.language')),
        'the demo maps a field of one’s own',
    );
    const outputs = await inSync(App.triggers.new_contact.operation.outputFields, {});
    for (const key of ['aRecord', 'bRecord']) assert.match(outputs.find((each) => each.key === key).label, /^Id in [A-Z]/);
});

test('the same person twice, and many times at once, is one person', async () => {
    const email = address('once');
    const wish = { email, fullName: 'Odile Onze', externalId: `${run}-once` };
    const first = await put(wish);
    assert.deepEqual([first.did, first.email, first.fullName], ['created', email, 'Odile Onze']);
    assert.equal((await put(wish)).did, 'unchanged');
    const others = { ...wish, email: address('crowd'), fullName: 'Clara Cinq', externalId: `${run}-crowd` };
    const crowd = await Promise.all(Array.from({ length: 5 }, () => put(others)));
    assert.equal(crowd.filter(({ did }) => did === 'created').length, 1, crowd.map(({ did }) => did).join());
    assert.equal(new Set(crowd.map(({ aRecord }) => aRecord)).size, 1);
    for (const each of [email, others.email]) {
        await linked(each);
        const found = await find({ email: each });
        assert.deepEqual([found.length, found[0].matches], [1, 1], each);
    }
});

test('somebody is found by e-mail address, phone number, external id and ids', async () => {
    const email = address('found');
    const phone = await freePhone();
    const made = await create({ email, phone, firstName: 'Fanny', lastName: 'Faucher', externalId: `${run}-found` });
    assert.equal(made.did, 'created');
    const there = await linked(email);
    assert.equal(there.phone, phone);
    const spelled = `(${phone.slice(2, 5)}) ${phone.slice(5, 8)}-${phone.slice(8)}`;
    for (const way of [
        { email: email.toUpperCase() },
        { phone },
        { phone: spelled },
        { externalId: `${run}-found` },
        { id: there.personId },
        { id: there.aRecord },
        { id: there.bRecord },
    ]) {
        const found = await find(way);
        assert.deepEqual(
            found.map((each) => [each.email, each.id, each.matches]),
            [[email, there.personId, 1]],
            JSON.stringify(way),
        );
    }
    assert.deepEqual(await find({ email: address('nobody') }), []);
    assert.deepEqual(await find({ externalId: `${run}-nobody` }), []);
});

test('an update changes what was given, and nothing else', async () => {
    const email = address('changed');
    const given = { firstName: 'Ève', lastName: 'Étienne', [keyOf('city')]: 'Laval', [keyOf('tags')]: ['vip'] };
    await create({ email, externalId: `${run}-changed`, ...given });
    const earlier = await linked(email);
    const changed = await update({
        externalId: `${run}-changed`,
        lastName: '',
        [keyOf('city')]: 'Gaspé',
        [keyOf('tags')]: ['yoga'],
    });
    assert.equal(changed.did, 'updated');
    assert.deepEqual([...changed.written].sort(), ['city', 'tags']);
    // Searches answer from Lockstep's copies, which the sync renews a moment after the write.
    const { updatedAt, ...later } = await eventually(
        async () => (await find({ email })).find((each) => each[keyOf('city')] === 'Gaspé'),
        'the new city',
    );
    assert.ok(updatedAt);
    const { updatedAt: before, ...rest } = earlier;
    assert.ok(before);
    assert.deepEqual(later, { ...rest, [keyOf('city')]: 'Gaspé', [keyOf('tags')]: ['vip', 'yoga'] });
    assert.equal((await update({ id: later.personId, [keyOf('city')]: 'Gaspé' })).did, 'unchanged');
    assert.equal((await update({ id: later.bRecord, firstName: 'Eva' })).firstName, 'Eva');
    const corrected = await put({ externalId: `${run}-changed`, email: address('corrected') });
    assert.deepEqual([corrected.did, corrected.email, corrected.aRecord], ['updated', address('corrected'), later.aRecord]);
});

test('who is not certain, not there, or there already halts the run and writes nothing', async () => {
    const [one, two] = [address('one'), address('two')];
    await create({ email: one, firstName: 'Ursule', lastName: 'Un', externalId: `${run}-one` });
    await create({ email: two, firstName: 'Denis', lastName: 'Deux', externalId: `${run}-two` });
    const halted = (code) => ({ name: 'HaltedError', message: new RegExp(`\\(${code.replace('.', '\\.')}, req_\\w+\\)$`) });
    await assert.rejects(put({ externalId: `${run}-one`, email: two, firstName: 'Nobody' }), halted('people.unsure'));
    await assert.rejects(put({ email: one, firstName: 'Nobody', lastName: 'Else' }), halted('people.unsure'));
    await assert.rejects(create({ email: one, firstName: 'Ursule', lastName: 'Un' }), halted('people.there_already'));
    await assert.rejects(update({ email: address('nobody'), firstName: 'Nobody' }), halted('people.nobody'));
    await assert.rejects(put({ email: 'no address', firstName: 'Nobody' }), halted('people.bad_value'));
    await assert.rejects(put({ email: `${'x'.repeat(320)}@example.com` }), halted('api.bad_member'));
    await assert.rejects(put({ fullName: 'Nobody' }), halted('people.no_key'));
    for (const [email, name] of [
        [one, 'Ursule'],
        [two, 'Denis'],
    ])
        assert.deepEqual(
            (await find({ email })).map(({ firstName }) => firstName),
            [name],
        );
});

test('what is wrong with the Zap is an error that its owner sees', async () => {
    await assert.rejects(put({ email: address('x'), field_no_5fsuch_5ffield: 'x' }), {
        name: 'AppError',
        message: /people\.unknown_field/,
    });
    await assert.rejects(find({ sync: 'syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF', email: address('x') }), {
        name: 'AppError',
        message: /sync\.no_such_sync/,
    });
});

test('a new contact and a change of it are told once each, with ids that stay', async () => {
    const email = address('news');
    const seenBefore = new Set((await poll('new_or_updated_contact')).map(({ id }) => id));
    await create({ email, firstName: 'Nadia', lastName: 'Neuf', externalId: `${run}-news` });
    const made = await eventually(async () => (await poll('new_contact')).find((each) => each.email === email), 'new_contact');
    assert.deepEqual([made.kind, made.externalId, made.fullName], ['new', `${run}-news`, 'Nadia Neuf']);
    assert.ok(made.aRecord && made.bRecord && made.changedAt);
    await update({ externalId: `${run}-news`, [keyOf('city')]: 'Sept-Îles' });
    const isChange = (each) => each.email === email && each.changedFields.includes('city');
    const change = await eventually(async () => (await poll('updated_contact')).find(isChange), 'updated_contact');
    assert.deepEqual([change.kind, change[keyOf('city')]], ['updated', 'Sept-Îles']);
    assert.ok((await poll('new_contact')).every(({ kind }) => kind === 'new'));
    assert.ok((await poll('updated_contact')).every(({ kind }) => kind === 'updated'));
    // What Zapier would run a Zap for: each id that it has not seen. Polls later on tell the same ids of the same things.
    const fresh = (items) => items.filter((each) => each.email === email && !seenBefore.has(each.id));
    const all = fresh(await poll('new_or_updated_contact'));
    assert.ok(all.some(({ id }) => id === made.id));
    assert.ok(all.some(({ id }) => id === change.id));
    assert.equal(all.filter(({ kind }) => kind === 'new').length, 1);
    assert.equal(all.filter(isChange).length, 1, 'one change is told several times');
    await pause(1500);
    const again = await poll('new_or_updated_contact');
    assert.deepEqual(
        fresh(again).map(({ id, kind }) => `${kind} ${id}`),
        all.map(({ id, kind }) => `${kind} ${id}`),
    );
    const times = again.map(({ changedAt }) => changedAt);
    assert.deepEqual(times, [...times].sort().reverse(), 'newest first');
});

test('an instant trigger is told as soon as it happens, and no more once it has unsubscribed', async () => {
    const posts = [];
    const zap = createServer((request, response) => {
        const chunks = [];
        request.on('data', (chunk) => chunks.push(chunk));
        request.on('end', () => {
            posts.push(JSON.parse(Buffer.concat(chunks).toString('utf8')));
            response.end('{}');
        });
    });
    await new Promise((listening) => zap.listen(0, '127.0.0.1', listening));
    zap.unref();
    const { operation } = App.triggers.new_or_updated_contact_instant;
    const targetUrl = `http://127.0.0.1:${zap.address().port}/hooks/standard/1/a/`;
    const known = { authData, inputData: { sync }, targetUrl };
    const subscribeData = await app(operation.performSubscribe, known);
    try {
        const email = address('instant');
        await create({ email, fullName: 'Ines Instant' });
        const made = await linked(email);
        const told = async (kind) => {
            for (const cleanedRequest of [...posts]) {
                const [item] = await app(operation.perform, { ...known, cleanedRequest });
                if (item?.email === email && item.kind === kind) return item;
            }
            return undefined;
        };
        const first = await eventually(() => told('new'), 'it is told of the new one');
        const listed = (await app(operation.performList, known)).find((each) => each.id === first.id);
        assert.ok(listed, 'a poll gives the same');
        assert.deepEqual(Object.keys(first).sort(), Object.keys(listed).sort());
        await update({ id: made.personId, [keyOf('city')]: 'Tadoussac' });
        const second = await eventually(() => told('updated'), 'it is told of the change');
        assert.ok(second.changedFields.includes('city'), String(second.changedFields));
    } finally {
        await app(operation.performUnsubscribe, { ...known, subscribeData });
    }
    const count = posts.length;
    const late = address('late');
    await create({ email: late, fullName: 'Lou Late' });
    await linked(late);
    await pause(2_000);
    assert.equal(posts.length, count, 'it is told nothing any more');
    zap.closeAllConnections();
    zap.close();
});
