// SPDX-License-Identifier: Apache-2.0
// Everything that waits for a person, and its two inboxes: who is who, and which value is right.
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import classes from '../../parts/activity_tabs.module.css';
import { usePath } from '../../parts/current_sync';

export function IssueTabs() {
    const { t } = useTranslation();
    const path = usePath();
    return (
        <nav className={classes.tabs} aria-label={t('inbox.label')}>
            <NavLink end to={path('/issues')}>
                {t('inbox.all')}
            </NavLink>
            <NavLink to={path('/issues/matches')}>{t('inbox.matches')}</NavLink>
            <NavLink to={path('/issues/conflicts')}>{t('inbox.conflicts')}</NavLink>
        </nav>
    );
}
