// SPDX-License-Identifier: Apache-2.0
import { IconListSearch } from '@tabler/icons-react';
import type { PageRoute } from '../../parts/page/route';

export const routes: PageRoute[] = [
    {
        path: 'catalogue/:profile?/:group?/:name?',
        open: () => import('./catalogue'),
        place: { at: 7, to: '/catalogue', word: 'frame.catalogue', Icon: IconListSearch },
    },
];
