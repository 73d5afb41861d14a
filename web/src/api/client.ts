// SPDX-License-Identifier: Apache-2.0
// Talks to /api/v1 with the session cookie, typed by the API's document: told(server.GET('/api/v1/syncs')). Every failure becomes a
// Failure that says what the server said, or that it is silent.
import i18next from 'i18next';
import createClient from 'openapi-fetch';
import type { components, paths } from './schema';

export type Schemas = components['schemas'];
export type Problem = Schemas['Problem'];

export class Failure extends Error {
    readonly status: number; // 0: no reply at all
    readonly problem: Problem | null;

    constructor(status: number, problem: Problem | null) {
        super(problem?.title ?? `HTTP ${status}`);
        this.name = 'Failure';
        this.status = status;
        this.problem = problem;
    }

    get code(): string {
        return this.problem?.code ?? '';
    }
}

function isProblem(value: unknown): value is Problem {
    return typeof value === 'object' && value !== null && 'code' in value && 'title' in value;
}

// Instead of a Request, which takes whole addresses only and no stand-in for the network.
class Asked {
    constructor(
        readonly url: string,
        readonly init: RequestInit & { headers: Headers },
    ) {}
}

async function send({ url, init }: Asked): Promise<Response> {
    init.headers.set('Accept', 'application/json');
    init.headers.set('Accept-Language', i18next.resolvedLanguage ?? 'en');
    if (init.method !== 'GET') init.headers.set('X-Lockstep-Request', '1');
    try {
        return await fetch(url, init);
    } catch (error) {
        if (error instanceof DOMException && error.name === 'AbortError') throw error;
        throw new Failure(0, null);
    }
}

export const server = createClient<paths>({
    credentials: 'same-origin',
    Request: Asked as unknown as typeof Request,
    fetch: (asked) => send(asked as unknown as Asked),
    querySerializer: { array: { style: 'form', explode: false } },
});

// What the server answered, or the Failure.
export async function told<Body>(asked: Promise<{ data?: Body; error?: unknown; response: Response }>): Promise<Body> {
    let reply;
    try {
        reply = await asked;
    } catch (error) {
        // An answer that is no JSON comes from something else than the server.
        throw error instanceof SyntaxError ? new Failure(0, null) : error;
    }
    if (reply.response.ok) return reply.data as Body;
    const { error, response } = reply;
    // The health route answers 503 with a body that is no problem but an answer.
    if (response.status === 503 && typeof error === 'object' && !isProblem(error)) return error as Body;
    throw new Failure(response.status, isProblem(error) ? error : null);
}

// For told(server.POST(path, { ...asFile(blob) })): it goes as it is.
export const asFile = (file: Blob) => ({
    body: file as unknown as string,
    bodySerializer: () => file,
    headers: { 'Content-Type': 'application/octet-stream' },
});

type Given<Values> = { [Name in keyof Values]?: Exclude<Values[Name], '' | undefined> };

// What is not asked is left out.
export function given<Values extends object>(values: Values): Given<Values> {
    const is_asked = (value: unknown) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);
    return Object.fromEntries(Object.entries(values).filter(([, value]) => is_asked(value))) as Given<Values>;
}
