// SPDX-License-Identifier: Apache-2.0
// The installation's settings: whether it writes, one's password, tokens of other programs, the mail server, backups and keys, what is kept, and the
// journal of who did what.
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useSession } from '../../api/queries';
import { PageHead, Section } from '../../parts/page/page';
import { Journal } from './journal';
import { Mail } from './mail';
import { Password } from './password';
import { Backups, DataKeys, Kept, Standing } from './safety';
import classes from './settings.module.css';
import { Tokens } from './tokens';

export default function Settings() {
    const { t } = useTranslation();
    const scope = useSession().data?.scope;
    return (
        <>
            <PageHead title={t('settings.title')} sentence={t('settings.sentence')} />
            <Standing />
            {scope === 'read' && <p className={classes.why}>{t('persons.viewing')}</p>}
            <Section title={t('persons.title')}>
                <p className={classes.why}>{t('persons.settings_why')}</p>
                <Button component={Link} to="/settings/people" variant="default">
                    {t('persons.settings_do')}
                </Button>
            </Section>
            <Section title={t('alerts.title')}>
                <p className={classes.why}>{t('alerts.settings_why')}</p>
                <Button component={Link} to="/settings/alerts" variant="default">
                    {t('alerts.settings_do')}
                </Button>
            </Section>
            <Section title={t('webhooks_out.title')}>
                <p className={classes.why}>{t('webhooks_out.settings_why')}</p>
                <Button component={Link} to="/settings/webhooks-out" variant="default">
                    {t('webhooks_out.settings_do')}
                </Button>
            </Section>
            <Password />
            {scope === 'owner' && <Tokens />}
            <Mail />
            <Backups />
            {scope === 'owner' && <DataKeys />}
            <Kept />
            <Journal />
        </>
    );
}
