// SPDX-License-Identifier: Apache-2.0
// What a reply of Lockstep, or none, means to Zapier: which of its errors is thrown, and with which words.
//
// ExpiredAuthError stops the Zap and asks its owner to connect again; ThrottledError has Zapier try the step again later;
// HaltedError ends this run without counting as an error; any other error counts, and many of them make Zapier turn the Zap off.

/** The seconds that a Retry-After header asks for, or undefined. */
export function secondsToWait(header, now) {
    const text = String(header ?? '').trim();
    if (/^\d+$/.test(text)) return Number(text);
    const at = text === '' ? Number.NaN : Date.parse(text);
    return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - now) / 1000));
}

const ended = (text) => (/[.!?…]$/.test(text) ? text : `${text}.`);

// Where Lockstep names a mode of its API, whoever builds a Zap needs the name of a step.
const remedies = {
    'people.there_already': 'To change somebody who is there, use the action “Create or Update Contact” or “Update Contact”.',
    'people.nobody': 'To create whoever is not there, use the action “Create or Update Contact”, without a person id.',
    'people.unknown_field': 'Open this step, refresh its fields and test it again: the sync no longer carries this field.',
};

/** A problem (RFC 9457) as sentences: what happened, why, what to do, and by which words support finds it. */
export function inSentences(problem) {
    const parts = [problem.title, problem.detail, remedies[problem.code] ?? problem.remedy]
        .filter((part) => typeof part === 'string' && part.trim() !== '')
        .map((part) => ended(part.trim()));
    return `${[...new Set(parts)].join(' ')} (${[problem.code, problem.request_id].filter(Boolean).join(', ')})`;
}

/** A problem of Lockstep has a code; what a proxy or another program answers has none. */
const asProblem = (data) => (typeof data?.code === 'string' && typeof data.title === 'string' ? data : undefined);

// These say that the values of this one run do not fit. The rest is about how the Zap is set up, or about an app, and comes back
// with the next run: its owner has to hear of it.
const ofTheRun = new Set([
    'api.bad_member',
    'api.bad_parameter',
    'people.bad_value',
    'people.no_key',
    'people.nobody',
    'people.there_already',
    'people.unsure',
]);

/** Zapier would add what was sent and the beginning of the reply, and that is about somebody. */
function withoutContents(error) {
    error.doNotContextify = true;
    return error;
}

export const halted = (z, text) => withoutContents(new z.errors.HaltedError(text));

export const failed = (z, text, code, status) => new z.errors.Error(text, code, status);

/** The error for a reply that is not what was asked for; undefined for one that is. `halts`: an action or search asks. */
export function errorOf(z, reply, { name, halts, now }) {
    const { status } = reply;
    const problem = asProblem(reply.data);
    const wait = secondsToWait(reply.getHeader('retry-after'), now);
    if (status >= 200 && status < 300) {
        if (reply.data !== null && typeof reply.data === 'object') return undefined;
        return notLockstep(z, reply, name);
    }
    if (status >= 300 && status < 400) {
        const where = reply.getHeader('location');
        return failed(
            z,
            `${name} sends on to ${where ? `“${where}”` : 'another address'}, and the API token is not sent along. ` +
                'Connect this app again with the address at which Lockstep itself answers.',
            'moved',
            status,
        );
    }
    if (status === 401)
        return withoutContents(
            new z.errors.ExpiredAuthError(
                `Lockstep at ${name} does not accept the API token: it was revoked, has ended, or was not copied whole. ` +
                    'Make a new one in Lockstep (Settings, API tokens, with “May also change things”) and connect this app again.',
            ),
        );
    if (status === 429 || (status === 503 && wait !== undefined)) {
        const why = problem ? inSentences(problem) : `${name} answered ${status}.`;
        return new z.errors.ThrottledError(`Lockstep cannot do this right now; Zapier tries again later. ${why}`, wait);
    }
    if (!problem) return notLockstep(z, reply, name);
    if (status === 403 && problem.code === 'api.read_only')
        return failed(
            z,
            'This API token may only read, and this step changes something: it needs the scope “write”. Make a token with “May also ' +
                `change things” in Lockstep (Settings, API tokens) and connect this app again with it. (${problem.code})`,
            problem.code,
            status,
        );
    if (problem.code === 'api.no_such_address')
        return failed(
            z,
            `Lockstep at ${name} does not know what this app asks for; it is older than the app. Update Lockstep. (${problem.code})`,
            problem.code,
            status,
        );
    if (halts && status >= 400 && status < 500 && ofTheRun.has(problem.code)) return halted(z, inSentences(problem));
    return failed(z, inSentences(problem), problem.code, status);
}

export function notLockstep(z, reply, name) {
    const type = String(reply.getHeader('content-type') ?? '').split(';')[0];
    return failed(
        z,
        `${name} answered ${reply.status}${type === '' ? '' : ` with ${type}`}, which is not how Lockstep answers. ` +
            'See whether the address is right, and whether a proxy in front of Lockstep answers in its place.',
        'not_lockstep',
        reply.status,
    );
}

const nameless = new Set(['ENOTFOUND', 'EAI_AGAIN']);
const silent = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT']);

/** The error for a request that got no whole reply; `cause` is what the HTTP client threw. */
export function errorWithoutReply(z, cause, { name, writes }) {
    const code = String(cause?.code ?? cause?.type ?? cause?.name ?? 'unknown');
    if (nameless.has(code))
        return failed(
            z,
            `The internet knows no computer with the name ${name} (${code}). See whether the address is right.`,
            code,
        );
    if (silent.has(code))
        return failed(
            z,
            `Lockstep at ${name} cannot be reached (${code}). See whether it runs, and whether it can be reached from the internet: ` +
                'the request comes from Zapier’s computers.',
            code,
        );
    if (/CERT|TLS|SSL|SIGNATURE/.test(code))
        return failed(
            z,
            `The certificate of ${name} is not accepted (${code}), so nothing was sent. Lockstep needs a valid certificate for this name.`,
            code,
        );
    const unknown = writes
        ? ' It is not known whether the contact was written. Replay the step: Lockstep makes no second person of the same values.'
        : ' Try again.';
    return failed(z, `The connection to Lockstep at ${name} ended before there was a whole reply (${code}).${unknown}`, code);
}
