// SPDX-License-Identifier: Apache-2.0
// MOCK: the connectors as their declarations say, so that the pages show true names, labels and help.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { components } from '../src/api/schema.d.ts';

type Connector = components['schemas']['Connector'];
type Text = components['schemas']['LocalText'];
interface Field { name: string; kind: Connector['fields'][number]['kind']; label: Text; means?: string }
interface Profile { id: string; title: string; help?: Text; bindings: { contact: { fields: Field[] } } }
interface Declaration {
    id: string; title: string; help: Text; base_url: string; auth: { label: Text; help: Text }; limits?: { per_month?: number };
    settings?: { name: string; label: Text; help: Text; routes?: boolean }[];
    oauth?: object; webhooks?: { signature: { scheme: Connector['webhook_signature'] } }; profiles: Profile[];
}

const folder = new URL('../../src/connectors/', import.meta.url);
const text = (path: string) => readFileSync(fileURLToPath(new URL(path, folder)), 'utf8');
const pairs = readdirSync(fileURLToPath(new URL('mappings/', folder))).map((name) => name.replace('.json', '').split('__'));

export const connectors: Connector[] = ['hexfit', 'highlevel'].flatMap((app) => {
    const declared = JSON.parse(text(`${app}/connector.json`)) as Declaration;
    return declared.profiles.map((profile): Connector => ({
        id: app, profile: profile.id, app_title: declared.title, title: profile.title, help: profile.help ?? declared.help, logo: text(`${app}/logo.svg`),
        default_base_url: declared.base_url, settings: (declared.settings ?? []).map(({ name, label, help, routes = false }) => ({ name, label, help, routes })),
        credential: { label: declared.auth.label, help: declared.auth.help }, has_oauth: declared.oauth !== undefined, webhook_signature: declared.webhooks?.signature.scheme ?? 'none',
        pairs: { as_a: pairs.filter(([a]) => a === profile.id).map(([, b = '']) => b), as_b: pairs.filter(([, b]) => b === profile.id).map(([a = '']) => a) },
        monthly_quota: declared.limits?.per_month ?? null, operations: 36,
        fields: profile.bindings.contact.fields.map(({ name, kind, label, means = '' }) => ({ name, kind, label: label.en, means, can_create: true, can_update: true, can_clear: true })),
    }));
});
