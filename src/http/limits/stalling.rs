//! A connection whose other end must take what it asked for: one that reads nothing, or a byte
//! now and then, is ended.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::pace::{Pace, Wait};

/// A page goes out at once on any network; a pack of megabytes takes its time.
const PACE: Pace = Pace {
    span: Duration::from_secs(30),
    least: 16 * 1024,
};

/// A connection that is watched as it is written to.
pub struct Stalling<S> {
    stream: S,
    wait: Wait,
}

impl<S> Stalling<S> {
    /// A connection.
    pub fn new(stream: S) -> Self {
        Self::with(stream, PACE)
    }

    fn with(stream: S, pace: Pace) -> Self {
        let wait = Wait::new(pace);
        Self { stream, wait }
    }

    fn wrote(
        &mut self,
        context: &mut Context<'_>,
        wrote: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        match &wrote {
            Poll::Ready(Ok(bytes)) => self.wait.moved(*bytes),
            Poll::Ready(Err(_)) => {}
            Poll::Pending => {
                if self.wait.poll(context).is_ready() {
                    return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
                }
            }
        }
        wrote
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Stalling<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Stalling<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let wrote = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.wrote(context, wrote)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let wrote = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.wrote(context, wrote)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::{Pace, Stalling};
    use std::io::ErrorKind;
    use std::time::Duration;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};
    use tokio::time::sleep;

    const PACE: Pace = Pace {
        span: Duration::from_millis(200),
        least: 10_000,
    };

    #[tokio::test]
    async fn a_reader_that_takes_a_byte_now_and_then_is_ended_and_a_slow_one_is_not() {
        let answer = vec![7; 80_000];
        let (ours, mut theirs) = duplex(1024);
        let mut stream = Stalling::with(ours, PACE);
        let reading = tokio::spawn(async move {
            let mut byte = [0];
            while theirs.read_exact(&mut byte).await.is_ok() {
                sleep(Duration::from_millis(20)).await;
            }
        });
        let ended = stream.write_all(&answer).await;
        assert_eq!(ended.unwrap_err().kind(), ErrorKind::TimedOut);
        reading.abort();

        let (ours, mut theirs) = duplex(1024);
        let mut stream = Stalling::with(ours, PACE);
        let reading = tokio::spawn(async move {
            let mut part = vec![0; 20_000];
            for _ in 0..4 {
                theirs.read_exact(&mut part).await.unwrap();
                sleep(PACE.span / 2).await;
            }
        });
        stream.write_all(&answer).await.unwrap();
        reading.await.unwrap();
    }
}
