// SPDX-License-Identifier: Apache-2.0
import { IconSitemap } from '@tabler/icons-react';
import type { PageRoute } from '../../parts/page/route';

export const routes: PageRoute[] = [
    {
        path: 'workflows',
        open: () => import('./workflows'),
        place: { at: 5.5, to: '/workflows', word: 'frame.workflows', Icon: IconSitemap },
    },
    { path: 'workflows/templates/:template?', open: () => import('./gallery') },
    { path: 'workflows/edit/:id', open: () => import('./builder') },
];
