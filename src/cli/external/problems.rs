//! What is said of links to other sites that don't lead where they should.

use shirube::diagnostic::{Code, Diagnostic, Message};
use shirube::plan::links::ExternalLink;

use super::verdict::{Reason, Verdict};

/// The problem with a link; `None` when it is fine or nobody can tell.
pub(super) fn problem(link: &ExternalLink, verdict: &Verdict) -> Option<Diagnostic> {
    let url = &link.url;
    let place = link.place.clone();
    match verdict {
        Verdict::Alive | Verdict::Refused(_) => None,
        Verdict::Moved(to) => {
            let message = Message::new(
                format!("リンク先「{url}」は移転しています"),
                format!("the link {url} has moved for good"),
            );
            let problem = Diagnostic::new(Code::MovedExternalLink, place, message);
            Some(problem.with_help(Message::new(
                format!("開いて内容が同じかを確かめ、新しいアドレスに書き換えます: {to}"),
                format!("open it, and if it says the same, write its new address: {to}"),
            )))
        }
        Verdict::Dead(reason) => {
            let (ja, en) = because(reason);
            let message = Message::new(
                format!("リンク先「{url}」を開けません（{ja}）"),
                format!("the link {url} leads nowhere: {en}"),
            );
            let problem = Diagnostic::new(Code::DeadExternalLink, place, message);
            Some(problem.with_help(help(reason)))
        }
    }
}

/// Why a link leads nowhere, in both languages.
fn because(reason: &Reason) -> (String, String) {
    let both = |ja: &str, en: &str| (ja.to_owned(), en.to_owned());
    match reason {
        Reason::Status(404) => both("404、ページがありません", "404, there is no such page"),
        Reason::Status(410) => both("410、ページは廃止されました", "410, the page was removed"),
        Reason::Status(code) => (
            format!("{code}、サーバーのエラー"),
            format!("{code}, an error of the server"),
        ),
        Reason::NoHost => both("その名前のサーバーがありません", "there is no such host"),
        Reason::Local => both(
            "このコンピューターか、内部のネットワークのアドレスです",
            "it is an address of this machine or of a private network",
        ),
        Reason::Timeout => both("時間内に返事がありません", "no answer in time"),
        Reason::Broken => both("つながらないか、途中で切れます", "the connection fails"),
        Reason::Certificate => both("証明書が正しくありません", "its certificate isn't valid"),
        Reason::Redirects => both(
            "転送が終わらないか、多すぎます",
            "it redirects in a circle, or too often",
        ),
        Reason::BadRedirect => both(
            "ウェブのアドレスでない所へ転送されます",
            "it redirects to what is no web address",
        ),
    }
}

fn help(reason: &Reason) -> Message {
    match reason {
        Reason::Timeout | Reason::Broken | Reason::Status(500..) => Message::new(
            "時間をおいてブラウザーで開いてみます。続くようなら、同じ内容の資料のアドレスに書き換えます。",
            "try it in a browser later; if it stays so, link to another page that says the same",
        ),
        Reason::Local => Message::new(
            "だれでも開けるページのアドレスに書き換えます。",
            "link to a page that everybody can open",
        ),
        _ => Message::new(
            "移転先を探すか、同じ内容の資料のアドレスに書き換えます。なければ、その事実の別の出典を探します。",
            "look for where it moved, or for another page that says the same; else find the fact a new source",
        ),
    }
}
