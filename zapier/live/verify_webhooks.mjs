// SPDX-License-Identifier: Apache-2.0
// Verifies webhooks as a receiver would who knows nothing of Lockstep, with the library of Standard Webhooks and node's own Ed25519.
// Standard input: {"deliveries": [{secrets: [...], public_key, headers, body}]}. Each has to be accepted under each of its secrets, and
// refused when anything that is signed was altered. Prints how many.
import { createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Webhook } from 'standardwebhooks';

const { deliveries } = JSON.parse(readFileSync(0, 'utf8'));

function refuses(check, why) {
    try {
        check();
    } catch {
        return;
    }
    throw new Error(`accepted although ${why}`);
}

function verifyEd25519(publicKey, { headers, body }) {
    const raw = Buffer.from(publicKey.replace(/^whpk_/, ''), 'base64');
    const key = createPublicKey({
        key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw]),
        format: 'der',
        type: 'spki',
    });
    const content = Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`);
    const signatures = headers['webhook-signature'].split(' ').filter((each) => each.startsWith('v1a,'));
    if (!signatures.some((each) => verify(null, content, key, Buffer.from(each.slice(4), 'base64'))))
        throw new Error('wrong signature');
}

for (const delivery of deliveries) {
    const { secrets, public_key, headers, body } = delivery;
    for (const secret of secrets) {
        const receiver = new Webhook(secret);
        receiver.verify(body, headers);
        refuses(() => receiver.verify(`${body} `, headers), 'the body was altered');
        refuses(() => receiver.verify(body.replace('"type"', '"typo"'), headers), 'the body was altered');
        refuses(() => receiver.verify(body, { ...headers, 'webhook-id': `${headers['webhook-id']}x` }), 'the id was altered');
        const later = String(Number(headers['webhook-timestamp']) + 1);
        refuses(() => receiver.verify(body, { ...headers, 'webhook-timestamp': later }), 'the time was altered');
    }
    refuses(
        () => new Webhook(`whsec_${Buffer.alloc(32, 7).toString('base64')}`).verify(body, headers),
        'the secret is another one',
    );
    if (public_key) {
        verifyEd25519(public_key, delivery);
        refuses(() => verifyEd25519(public_key, { headers, body: `${body} ` }), 'the body was altered');
    }
}
console.log(deliveries.length);
