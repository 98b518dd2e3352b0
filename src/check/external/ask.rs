//! Asking other sites: many at once, each host gently. The only user of reqwest.
//!
//! reqwest over rustls, because publishing to object stores stands on the same two: no second stack for HTTP and TLS.
//! Redirects are followed here and not there, since each of them is looked at.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{ACCEPT, CONTENT_TYPE, LOCATION, RETRY_AFTER};
use reqwest::{Client, Method, Response, StatusCode, Url};
use tokio::sync::{Mutex, OnceCell, Semaphore, SemaphorePermit};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until};

use super::robots::Robots;
use super::{Answer, Answers, Page, Questions, anchors};

/// How other sites are asked.
#[derive(Clone, Debug)]
pub struct Options {
    /// How long to wait for an answer.
    pub timeout: Duration,
    /// How often to try where a host does not answer.
    pub tries: u32,
    /// How long to wait before the second try; four times as long before each further one.
    pub back_off: Duration,
    /// The longest wait that a host may ask for (`Retry-After`).
    pub patience: Duration,
    /// How many questions are open at once.
    pub at_once: usize,
    /// How many of them at one host.
    pub per_host: usize,
    /// The pause between two questions to one host.
    pub pause: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            timeout: Duration::from_secs(20),
            tries: 3,
            back_off: Duration::from_secs(1),
            patience: Duration::from_secs(60),
            at_once: 32,
            per_host: 2,
            pause: Duration::from_millis(100),
        }
    }
}

/// Bytes of a page that are read to find its places.
const MOST_BYTES: usize = 4 << 20;

/// Redirects that are followed.
const MOST_REDIRECTS: usize = 10;

/// Asks all questions; `done` is called after each.
///
/// # Errors
/// The program cannot use the network at all.
pub fn ask(questions: Questions, options: &Options, done: &(dyn Fn() + Sync)) -> io::Result<Answers> {
    let client = Client::builder()
        .user_agent(concat!("fingerpost/", env!("CARGO_PKG_VERSION"), " (checks links)"))
        .redirect(reqwest::redirect::Policy::none())
        .timeout(options.timeout)
        .pool_idle_timeout(Duration::from_secs(5))
        .build()
        .map_err(io::Error::other)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let asker = Arc::new(Asker {
        client,
        options: options.clone(),
        all: Semaphore::new(options.at_once.max(1)),
        hosts: Mutex::new(BTreeMap::new()),
    });
    Ok(runtime.block_on(async {
        let mut tasks = JoinSet::new();
        for (address, anchors) in questions {
            let asker = asker.clone();
            tasks.spawn(async move {
                let answer = asker.answer(&address, &anchors).await;
                (address, answer)
            });
        }
        let mut answers = Answers::new();
        while let Some(task) = tasks.join_next().await {
            if let Ok((address, answer)) = task {
                answers.insert(address, answer);
            }
            done();
        }
        answers
    }))
}

struct Asker {
    client: Client,
    options: Options,
    all: Semaphore,
    hosts: Mutex<BTreeMap<String, Arc<Host>>>,
}

/// What is known about a host while it is being asked.
struct Host {
    open: Semaphore,
    /// When the next question may be asked.
    next: Mutex<Instant>,
    robots: OnceCell<Robots>,
}

/// What a question came to.
enum Reply {
    /// With the text, if it was asked for and is HTML.
    Answered(StatusCode, Option<Vec<u8>>),
    Redirect(StatusCode, String),
    /// The host wants to be asked later.
    Later(StatusCode, Option<Duration>),
    Failed(String),
}

impl Asker {
    async fn answer(&self, address: &str, wanted: &BTreeSet<String>) -> Answer {
        let Ok(start) = Url::parse(address) else { return Answer::Broken("is not an address".to_owned()) };
        let mut url = start.clone();
        // The address that the old one stands for by the hosts' own words: as far as all redirects were for good.
        let (mut for_good, mut lasting) = (start.clone(), true);
        let mut seen = BTreeSet::from([url.as_str().to_owned()]);
        let page = loop {
            let reply = match self.patiently(&url, !wanted.is_empty()).await {
                Ok(reply) => reply,
                Err(answer) => return answer,
            };
            let (status, to) = match reply {
                Reply::Redirect(status, to) => (status, to),
                Reply::Answered(status, text) if status.is_success() => break of_text(text, wanted),
                Reply::Answered(status, _) => return refused(status),
                Reply::Later(status, _) => return Answer::Unknown(format!("answers {status}")),
                Reply::Failed(why) => return Answer::Broken(why),
            };
            let Ok(next) = url.join(&to) else {
                return Answer::Broken(format!("leads on to `{to}`, which is not an address"));
            };
            if !matches!(next.scheme(), "http" | "https") {
                return Answer::Broken(format!("leads on to `{next}`, which is no web address"));
            }
            if !seen.insert(next.as_str().to_owned()) {
                return Answer::Broken("leads round in a circle".to_owned());
            }
            if seen.len() > MOST_REDIRECTS {
                return Answer::Broken(format!("leads on more than {MOST_REDIRECTS} times"));
            }
            lasting &= matches!(status, StatusCode::MOVED_PERMANENTLY | StatusCode::PERMANENT_REDIRECT);
            if lasting {
                for_good = next.clone();
            }
            url = next;
        };
        let bare = |url: &Url| {
            let mut url = url.clone();
            url.set_fragment(None);
            url
        };
        if bare(&for_good) == bare(&start) {
            return Answer::Fine(page);
        }
        let front = |url: &Url| url.path() == "/" && url.query().is_none();
        Answer::Moved { to_front_page: front(&for_good) && !front(&start), to: for_good.to_string(), page }
    }

    /// Asks until there is an answer, or no more tries.
    async fn patiently(&self, url: &Url, text: bool) -> Result<Reply, Answer> {
        let mut wait = self.options.back_off;
        let mut tries = 1;
        loop {
            let host = self.host(url).await;
            let robots = host.robots.get_or_init(|| self.robots(&host, url)).await;
            if !robots.allows(&path(url)) {
                return Err(Answer::Unknown("is not to be asked by programs (robots.txt)".to_owned()));
            }
            let reply = self.once(&host, url, text).await;
            let pause = match &reply {
                Reply::Failed(_) => wait,
                Reply::Later(_, after) => match after.unwrap_or(wait) {
                    after if after > self.options.patience => return Ok(reply),
                    after => after,
                },
                Reply::Answered(status, _) if status.is_server_error() => wait,
                Reply::Answered(..) | Reply::Redirect(..) => return Ok(reply),
            };
            if tries >= self.options.tries.max(1) {
                return Ok(match reply {
                    Reply::Failed(why) if tries > 1 => Reply::Failed(format!("{why} (asked {tries} times)")),
                    reply => reply,
                });
            }
            sleep(pause).await;
            wait *= 4;
            tries += 1;
        }
    }

    /// `HEAD` first, where the text is not needed; `GET` where that does not say that the page is there, because many
    /// servers know no `HEAD`.
    async fn once(&self, host: &Host, url: &Url, text: bool) -> Reply {
        if !text {
            let head = self.send(host, Method::HEAD, url, false).await;
            match head {
                Reply::Answered(status, _) if status.is_success() => return head,
                Reply::Redirect(..) | Reply::Later(..) => return head,
                Reply::Answered(..) | Reply::Failed(_) => {}
            }
        }
        self.send(host, Method::GET, url, text).await
    }

    async fn send(&self, host: &Host, method: Method, url: &Url, text: bool) -> Reply {
        let Some(_turns) = self.turn(host).await else { return Reply::Failed("was not asked".to_owned()) };
        let request = self.client.request(method, url.clone()).header(ACCEPT, "text/html,*/*;q=0.8");
        match request.send().await {
            Ok(response) => reply(response, text).await,
            Err(error) => Reply::Failed(reason(&error, self.options.timeout)),
        }
    }

    /// Waits until it is this question's turn: at its host first, so that one slow host does not stop the others.
    async fn turn<'a>(&'a self, host: &'a Host) -> Option<(SemaphorePermit<'a>, SemaphorePermit<'a>)> {
        let own = host.open.acquire().await.ok()?;
        let pause = host.robots.get().and_then(|robots| robots.delay).unwrap_or_default().max(self.options.pause);
        let at = {
            let mut next = host.next.lock().await;
            let at = (*next).max(Instant::now());
            *next = at + pause;
            at
        };
        sleep_until(at).await;
        Some((own, self.all.acquire().await.ok()?))
    }

    async fn host(&self, url: &Url) -> Arc<Host> {
        let name = url.origin().ascii_serialization();
        let mut hosts = self.hosts.lock().await;
        let new = || Host {
            open: Semaphore::new(self.options.per_host.max(1)),
            next: Mutex::new(Instant::now()),
            robots: OnceCell::new(),
        };
        hosts.entry(name).or_insert_with(|| Arc::new(new())).clone()
    }

    /// What a host wants. One that has no such file, or cannot be reached for it, forbids nothing; one that fails to say
    /// is left alone.
    async fn robots(&self, host: &Host, url: &Url) -> Robots {
        let Ok(mut at) = url.join("/robots.txt") else { return Robots::default() };
        for _ in 0..=5 {
            let Some(_turns) = self.turn(host).await else { return Robots::default() };
            let Ok(response) = self.client.get(at.clone()).send().await else { return Robots::default() };
            let status = response.status();
            if let Some(to) = location(&response).filter(|_| status.is_redirection()) {
                match at.join(&to) {
                    Ok(next) => at = next,
                    Err(_) => return Robots::default(),
                }
                continue;
            }
            if status.is_server_error() {
                return Robots::closed();
            }
            if !status.is_success() {
                return Robots::default();
            }
            let bytes = body(response, 512 << 10).await.unwrap_or_default();
            return Robots::parse(&String::from_utf8_lossy(&bytes));
        }
        Robots::default()
    }
}

fn path(url: &Url) -> String {
    match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    }
}

async fn reply(response: Response, text: bool) -> Reply {
    let status = response.status();
    if let Some(to) = location(&response).filter(|_| status.is_redirection()) {
        return Reply::Redirect(status, to);
    }
    if matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) {
        let after = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
        // A date would need the time of day; the usual wait does.
        return Reply::Later(status, after.and_then(|value| value.trim().parse().ok()).map(Duration::from_secs));
    }
    let kind = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let html = kind.trim_start().to_ascii_lowercase().starts_with("text/html");
    if !text || !html || !status.is_success() {
        return Reply::Answered(status, None);
    }
    match body(response, MOST_BYTES).await {
        Some(bytes) => Reply::Answered(status, Some(bytes)),
        None => Reply::Failed("ends its answer in the middle".to_owned()),
    }
}

fn location(response: &Response) -> Option<String> {
    let bytes = response.headers().get(LOCATION)?.as_bytes();
    Some(String::from_utf8_lossy(bytes).into_owned())
}

/// The text of an answer; nothing if it breaks off or has more bytes than `most`.
async fn body(mut response: Response, most: usize) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    while let Some(part) = response.chunk().await.ok()? {
        bytes.extend_from_slice(&part);
        if bytes.len() > most {
            // Too much to look through: it tells nothing.
            return Some(Vec::new());
        }
    }
    Some(bytes)
}

fn of_text(text: Option<Vec<u8>>, wanted: &BTreeSet<String>) -> Page {
    let has = text.map(|text| anchors::of_page(&text)).unwrap_or_default();
    Page { anchors: anchors::compare(wanted, &has) }
}

/// What an answer that is no success means. Only what says that the page is not there counts as broken: a host that
/// wants a name, a payment or a person says nothing about the page.
fn refused(status: StatusCode) -> Answer {
    match status {
        StatusCode::NOT_FOUND => Answer::Broken("does not exist (404)".to_owned()),
        StatusCode::GONE => Answer::Broken("is gone (410)".to_owned()),
        status if status.is_server_error() => Answer::Broken(format!("fails ({})", status.as_u16())),
        status => Answer::Unknown(format!("answers {}", status.as_u16())),
    }
}

/// Why there is no answer, in a few words.
fn reason(error: &reqwest::Error, timeout: Duration) -> String {
    if error.is_timeout() {
        return format!("does not answer within {} s", timeout.as_secs_f32());
    }
    let mut last: &dyn Error = error;
    while let Some(source) = last.source() {
        last = source;
    }
    format!("cannot be reached: {}", last.to_string().trim_end_matches('.'))
}
