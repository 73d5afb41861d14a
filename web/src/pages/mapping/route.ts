// SPDX-License-Identifier: Apache-2.0
import { IconArrowsLeftRight } from '@tabler/icons-react';
import type { PageRoute } from '../../parts/page/route';

export const routes: PageRoute[] = [
    {
        path: 'mapping',
        of_sync: true,
        open: () => import('./mapping_page'),
        place: { at: 3.5, to: '/mapping', word: 'frame.mapping', Icon: IconArrowsLeftRight },
    },
];
