// SPDX-License-Identifier: Apache-2.0
// One request to the Lockstep that a connection names; everything that this app asks goes through here.
import { readAddress } from './address.mjs';
import { errorOf, errorWithoutReply, failed, notLockstep } from './replies.mjs';

// Zapier ends a step after 30 seconds without telling why; this leaves time to say it. A reply that breaks off also takes this long:
// Zapier's HTTP client does not notice when a server closes the connection before all of what it announced has come.
export const patience = { milliseconds: 25_000 };

/** What the connection holds, checked; throws what is wrong with it. */
export function connectionOf(z, bundle) {
    const address = readAddress(bundle.authData?.server);
    if (address.wrong) throw failed(z, address.wrong, 'bad_address');
    const token = String(bundle.authData?.token ?? '').trim();
    if (!/^lsk_[\w-]+$/.test(token))
        throw failed(
            z,
            'This is not an API token of Lockstep: those begin with lsk_. Make one in Lockstep (Settings, API tokens); it is shown once.',
            'bad_token',
        );
    return { ...address, token };
}

const isHeld = (value, member) => (member === 'items' ? Array.isArray(value) : value !== null && typeof value === 'object');

/**
 * @param {{path: string, method?: string, query?: Record<string, string>, body?: object, holds?: string, halts?: boolean}} wanted `body` makes it a
 * POST; `holds` is the list or object without which a reply is none of Lockstep's; `halts` says that values of this run which do not
 * fit end the run quietly (actions and searches).
 * @returns the JSON of the reply
 */
export async function ask(z, bundle, { path, method, query, body, holds, halts = false }) {
    const { origin, name, token } = connectionOf(z, bundle);
    const asked = new URLSearchParams(query ?? {}).toString();
    let reply;
    try {
        reply = await z.request({
            url: `${origin}${path}${asked === '' ? '' : `?${asked}`}`,
            method: method ?? (body === undefined ? 'GET' : 'POST'),
            headers: {
                Accept: 'application/json',
                // Of the errors' words; the labels of this app are English.
                'Accept-Language': 'en',
                Authorization: `Bearer ${token}`,
                'User-Agent': 'Zapier',
                ...(body === undefined ? {} : { 'Content-Type': 'application/json; charset=utf-8' }),
            },
            // As text and without merging, so that a value with {{braces}} is sent as it is.
            body: body === undefined ? undefined : JSON.stringify(body),
            merge: false,
            redirect: 'manual',
            timeout: patience.milliseconds,
            skipThrowForStatus: true,
            throwForThrottlingEarly: false,
        });
    } catch (cause) {
        throw errorWithoutReply(z, cause, { name, writes: body !== undefined });
    }
    if (reply.status === 204) return {};
    const error = errorOf(z, reply, { name, halts, now: Date.now() });
    if (error) throw error;
    if (holds !== undefined && !isHeld(reply.data[holds], holds)) throw notLockstep(z, reply, name);
    return reply.data;
}
