// SPDX-License-Identifier: Apache-2.0
// Every page there is: the build gathers the route.ts of each folder here.
import { type PageRoute, placesOf } from '../parts/page/route';

const found = import.meta.glob<{ routes: PageRoute[] }>('./*/route.ts', { eager: true });

export const routes: readonly PageRoute[] = Object.values(found).flatMap((page) => page.routes);
export const places = placesOf(routes);
