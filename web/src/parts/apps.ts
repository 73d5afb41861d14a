// SPDX-License-Identifier: Apache-2.0
// What the connectors' declarations say about apps: their names, which is drawn on which side, what their fields mean. No name of
// an app stands in our code. Learned with the answer of /connectors, which does not change while the server runs, and with /syncs.
import type { Schemas } from '../api/client';

type Connector = Schemas['Connector'];

let by_profile = new Map<string, Connector>();
let meanings = new Map<string, string>(); // by field
let partners = new Map<string, string>(); // by field that holds an id of the other side's record: that side's profile

export function learnApps(connectors: Connector[]): void {
    by_profile = new Map(connectors.map((each) => [each.profile, each]));
    meanings = new Map(
        connectors
            .flatMap((each) => each.fields)
            .filter((field) => field.means !== '')
            .map((field) => [field.name, field.means]),
    );
}

export function learnIdFields(syncs: Schemas['Sync'][]): void {
    partners = new Map(
        syncs
            .flatMap(({ a, b, id_fields }): [string, string][] => [
                [id_fields.a ?? '', b.connector],
                [id_fields.b ?? '', a.connector],
            ])
            .filter(([field]) => field !== ''),
    );
}

export function appName(profile: string): string {
    return by_profile.get(profile)?.app_title ?? profile;
}

// Side a of a pair is drawn left, side b right.
export function sideOf(profile: string): 'left' | 'right' {
    const pairs = by_profile.get(profile)?.pairs;
    return pairs !== undefined && pairs.as_a.length === 0 && pairs.as_b.length > 0 ? 'right' : 'left';
}

// One name of each app that is drawn on a side.
export function appsOn(side: 'left' | 'right'): string[] {
    return [...new Set([...by_profile.values()].filter((each) => sideOf(each.profile) === side).map((each) => each.app_title))];
}

export function meaningOf(field: string): string | null {
    return meanings.get(field) ?? null;
}

// Whose id the field holds: the app's name.
export function partnerIn(field: string): string | null {
    const profile = partners.get(field);
    return profile === undefined ? null : appName(profile);
}
