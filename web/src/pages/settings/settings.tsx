// SPDX-License-Identifier: Apache-2.0
// The installation's settings: whether it writes, one's password, tokens of other programs, the mail server, backups and keys, what is kept, and the
// journal of who did what.
import { useTranslation } from 'react-i18next';
import { PageHead } from '../../parts/page/page';
import { Journal } from './journal';
import { Mail } from './mail';
import { Password } from './password';
import { Backups, DataKeys, Kept, Standing } from './safety';
import { Tokens } from './tokens';

export default function Settings() {
    const { t } = useTranslation();
    return (
        <>
            <PageHead title={t('settings.title')} sentence={t('settings.sentence')} />
            <Standing />
            <Password />
            <Tokens />
            <Mail />
            <Backups />
            <DataKeys />
            <Kept />
            <Journal />
        </>
    );
}
