// SPDX-License-Identifier: Apache-2.0
// What a page's folder says of itself in route.ts: where it stands, how it is fetched, and whether it has a place in the rail.
import type { Icon } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { Word } from '../../words/words';

export interface PageRoute {
    path: string; // as react-router reads it
    of_sync?: true; // a page of the current sync: it stands below /syncs/:sync, and without a sync one is chosen first
    chooses_sync?: true; // the page that is shown then
    open: () => Promise<{ default: ComponentType }>;
    place?: { at: number; to: string; word: Word; Icon: Icon }; // in the rail, by `at`
}

export interface Place {
    to: string;
    word: Word;
    Icon: Icon;
    of_sync: boolean;
}

export function placesOf(routes: readonly PageRoute[]): Place[] {
    return routes
        .flatMap(({ place, of_sync }) => (place === undefined ? [] : [{ ...place, of_sync: of_sync === true }]))
        .sort((one, other) => one.at - other.at);
}
